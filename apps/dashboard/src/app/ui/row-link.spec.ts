import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { exactTime } from './age-format';
import { RowLink } from './row-link';

const AT = '2026-11-22T10:00:00.000Z';

@Component({
  imports: [RowLink],
  template: `<a hqRowLink="All of it" href="#there">There</a><time datetime="${AT}">now</time>`,
})
class Row {}

it('covers its row, and gives the exact time of what the pointer is on', () => {
  const row = TestBed.createComponent(Row);
  row.detectChanges();
  const page = row.nativeElement as HTMLElement;
  const [link, time] = [page.querySelector('a')!, page.querySelector('time')!];
  expect(link.classList).toContain('row-link');
  expect(link.title).toBe('All of it');
  const below = jest.fn<Element[], [number, number]>(() => [link, time]);
  Object.assign(document, { elementsFromPoint: below });
  const move = () => {
    link.dispatchEvent(new MouseEvent('pointermove', { clientX: 3, clientY: 4 }));
    row.detectChanges();
  };
  move();
  expect(below).toHaveBeenCalledWith(3, 4);
  expect(link.title).toBe(exactTime(AT));
  below.mockReturnValue([link]);
  move();
  expect(link.title).toBe('All of it');
});
