import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Field, FieldControl } from './field';

@Component({
  imports: [Field, FieldControl],
  template: `
    <hq-field label="Address" hint="With https://" [error]="error()"><input hqControl /></hq-field>
  `,
})
class Form {
  readonly error = signal<string | null>(null);
}

describe('a field', () => {
  it('is named by its label, and read with its hint or with what is wrong', async () => {
    const fixture = TestBed.createComponent(Form);
    await fixture.whenStable();
    const root = fixture.nativeElement as HTMLElement;
    const input = root.querySelector('input')!;
    const said = () => document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent;
    document.body.replaceChildren(root);
    expect(input.labels?.[0]?.textContent).toBe('Address');
    expect(said()).toBe('With https://');
    expect(input.getAttribute('aria-invalid')).toBeNull();
    fixture.componentInstance.error.set('Write an address that begins with https://');
    await fixture.whenStable();
    expect(said()).toBe('Write an address that begins with https://');
    expect(input.getAttribute('aria-invalid')).toBe('true');
  });
});
