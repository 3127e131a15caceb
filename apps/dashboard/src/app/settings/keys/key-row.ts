import { Component, computed, input, output } from '@angular/core';
import type { KeyView } from '@codev-hq/protocol';
import { Menu } from '../../ui/menu';
import { Moment } from '../../ui/moment';
import { scopeWords } from './scope-words';

/** One key: what it may, whose machines it has, when it was used. */
@Component({
  selector: 'hq-key-row',
  imports: [Menu, Moment],
  templateUrl: './key-row.html',
  styleUrl: './key-row.css',
})
export class KeyRow {
  readonly key = input.required<KeyView>();
  readonly rotate = output();
  readonly revoke = output();

  protected readonly scopes = computed(() => this.key().scopes.map((scope) => scopeWords(scope)));
  protected readonly machines = computed(() =>
    this.key()
      .instances.map(({ instance_name }) => instance_name)
      .join(', '),
  );
  protected readonly menuLabel = computed(
    () => $localize`:@@settings.keys.menu:What to do with ${this.key().name}:name:`,
  );
}
