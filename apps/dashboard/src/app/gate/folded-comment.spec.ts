import { TestBed } from '@angular/core/testing';
import { FoldedComment } from './folded-comment';

const LONG = Array.from({ length: 12 }, (_, i) => `- point ${i}, see https://example.org/${i}`).join('\n');

async function shown(comment: string) {
  const fixture = TestBed.createComponent(FoldedComment);
  fixture.componentRef.setInput('comment', comment);
  await fixture.whenStable();
  const root = fixture.nativeElement as HTMLElement;
  const isFolded = () => root.querySelector('blockquote')?.classList.contains('folded');
  return { fixture, root, isFolded, button: () => root.querySelector('button') };
}

describe('a comment of an earlier decision', () => {
  it('is there as a whole when it is short', async () => {
    const { root, isFolded, button } = await shown('Say what is waived.\n\nThen go on.');
    expect(isFolded()).toBe(false);
    expect(button()).toBeNull();
    expect(root.textContent).toContain('Then go on.');
  });

  it.each([
    ['many lines', LONG],
    ['one long line', 'word '.repeat(100)],
  ])('is folded when it has %s, until all of it is asked for', async (_, comment) => {
    const { fixture, isFolded, button } = await shown(comment);
    expect(isFolded()).toBe(true);
    expect(button()?.textContent.trim()).toBe('Show all');
    expect(button()?.getAttribute('aria-expanded')).toBe('false');
    button()?.click();
    await fixture.whenStable();
    expect(isFolded()).toBe(false);
    expect(button()?.textContent.trim()).toBe('Show less');
  });

  it('unfolds for who comes to a link in it by keyboard', async () => {
    const { fixture, root, isFolded } = await shown(LONG);
    root.querySelector('blockquote')?.dispatchEvent(new Event('focusin'));
    await fixture.whenStable();
    expect(isFolded()).toBe(false);
  });
});
