import { Component, computed, input } from '@angular/core';

/** A key as it is written on the keyboard in front of the reader. */
@Component({
  selector: 'hq-key',
  template: `<kbd>{{ written() }}</kbd>`,
})
export class KeyName {
  readonly of = input.required<string>();
  protected readonly written = computed(() =>
    writtenKey(this.of(), /Mac|iPhone|iPad/.test(navigator.userAgent)),
  );
}

export function writtenKey(key: string, onMac: boolean): string {
  if (key.startsWith('mod+'))
    return onMac ? `⌘${key.slice(4).toUpperCase()}` : `Ctrl ${key.slice(4).toUpperCase()}`;
  return key === 'Enter' ? '↵' : key;
}
