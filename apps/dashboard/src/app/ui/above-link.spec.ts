import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { AboveLink } from './above-link';

@Component({
  imports: [AboveLink],
  template: `<a #row href="#there">There</a><time [hqAboveLink]="row">now</time>`,
})
class Row {}

it('presses its link with the keys that were held', () => {
  const root = TestBed.createComponent(Row);
  root.detectChanges();
  const page = root.nativeElement as HTMLElement;
  const pressed: MouseEvent[] = [];
  page.querySelector('a')?.addEventListener('click', (event) => {
    event.preventDefault();
    pressed.push(event);
  });
  page.querySelector('time')?.dispatchEvent(new MouseEvent('click', { metaKey: true }));
  expect(pressed.map(({ metaKey, ctrlKey }) => [metaKey, ctrlKey])).toEqual([[true, false]]);
});
