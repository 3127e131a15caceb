import { TestBed } from '@angular/core/testing';
import { beyondBounds } from './device-bounds';
import { DeviceDatabase } from './device-database';
import { ReadHere } from './read-here';

describe('what was read on this device', () => {
  const here = () => TestBed.inject(ReadHere);

  it('is kept by digest, until the person signs out', async () => {
    await here().keepText('a', '# Plan');
    expect(await here().text('a')).toBe('# Plan');
    await TestBed.inject(DeviceDatabase).forget();
    expect(await here().text('a')).toBeNull();
  });

  it('knows the version before this one, however often this one is shown', async () => {
    await here().looked('g1', 'p.md', 'a');
    await here().looked('g1', 'p.md', 'b');
    const again = await here().looked('g1', 'p.md', 'b');
    expect(again).toMatchObject({ digest: 'b', before: { digest: 'a' } });
    expect(await here().look('g2', 'p.md')).toBeNull();
  });

  it('remembers where the reader was, in each version', async () => {
    await here().keepPlace('g1', 'a', 12);
    expect(await here().place('g1', 'a')).toBe(12);
    expect(await here().place('g1', 'b')).toBe(0);
  });

  it('is bounded: what was seen longest ago goes first', () => {
    const kept = ['a', 'b', 'c'].map((digest, i) => ({ digest, characters: 10, seen_at: i }));
    expect(beyondBounds(kept, { texts: 2, characters: 100 })).toEqual(['a']);
    expect(beyondBounds(kept, { texts: 9, characters: 15 })).toEqual(['b', 'a']);
  });
});
