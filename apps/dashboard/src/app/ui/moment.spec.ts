import { TestBed } from '@angular/core/testing';
import { exactTime } from './age-format';
import { Moment } from './moment';

const NOON = '2026-06-01T12:00:00.000Z';

describe('a moment', () => {
  it('says the exact time once a pointer is over it', async () => {
    const moment = TestBed.createComponent(Moment);
    moment.componentRef.setInput('at', NOON);
    await moment.whenStable();
    const time = (moment.nativeElement as HTMLElement).querySelector('time');
    expect(time?.dateTime).toBe(NOON);
    expect(time?.hasAttribute('title')).toBe(false);

    time?.dispatchEvent(new Event('pointerenter'));
    await moment.whenStable();

    expect(time?.title).toBe(exactTime(NOON));
  });
});
