import { ApplicationRef, Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { inTurns } from './in-turns';

@Component({
  selector: 'hq-test',
  template: `@for (one of drawn(); track one) {
    <i></i>
  }`,
})
class InThree {
  readonly turn = inTurns(2);
  drawn(): number[] {
    return Array.from({ length: this.turn() + 1 }, (_, index) => index);
  }
}

describe('what is drawn in turns', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('comes piece by piece, with a turn of the page between, and counts as unsettled until then', async () => {
    const made = TestBed.createComponent(InThree);
    const pieces = () => (made.nativeElement as HTMLElement).querySelectorAll('i').length;
    made.detectChanges();
    const seen = [pieces()];
    while (!made.isStable() && seen.length < 50) {
      await jest.advanceTimersByTimeAsync(1);
      seen.push(pieces());
    }
    expect([...new Set(seen)]).toEqual([1, 2, 3]);
  });

  it('stops with what it was for', async () => {
    const made = TestBed.createComponent(InThree);
    made.detectChanges();
    made.destroy();
    await jest.runAllTimersAsync();
    expect(made.componentInstance.turn()).toBe(0);
  });

  it('keeps nobody waiting when it goes before it was drawn', async () => {
    const made = TestBed.createComponent(InThree);
    made.destroy();
    await jest.runAllTimersAsync();
    await expect(TestBed.inject(ApplicationRef).whenStable()).resolves.toBeUndefined();
  });
});
