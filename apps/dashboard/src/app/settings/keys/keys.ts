import { Component, inject, signal } from '@angular/core';
import { createdKey, keyList, type CreatedKey, type KeyView } from '@codev-hq/protocol/account';
import * as z from 'zod/mini';
import { hqResource } from '../../hq-client/hq-resource';
import { Errand } from '../../ui/errand';
import { Icon } from '../../ui/icon';
import { NotLoaded } from '../../ui/not-loaded';
import { Problem } from '../../ui/problem';
import { Toasts } from '../../ui/toasts';
import { Confirm } from '../../ui/confirm';
import { ShownOnce } from '../form/once';
import { SectionPage } from '../section-page';
import { KeyRow } from './key-row';
import { NewKey } from './new-key';

/** Keys of connectors and scripts, for the owner of this HQ. */
@Component({
  selector: 'hq-keys',
  imports: [Confirm, Icon, KeyRow, NewKey, NotLoaded, Problem, SectionPage, ShownOnce],
  templateUrl: './keys.html',
  styleUrl: './keys.css',
})
export class Keys {
  private readonly toasts = inject(Toasts);
  protected readonly answer = hqResource(() => '/api/keys', keyList);
  protected readonly making = signal(false);
  protected readonly made = signal<CreatedKey | null>(null);
  protected readonly asked = signal<{ readonly what: 'rotate' | 'revoke'; readonly key: KeyView } | null>(
    null,
  );
  protected readonly errand = new Errand();

  protected show(key: CreatedKey): void {
    this.making.set(false);
    this.made.set(key);
    this.answer.reload();
  }

  protected async rotate(key: KeyView): Promise<void> {
    const answer = await this.errand.ask(`${pathOf(key)}/rotate`, createdKey, { method: 'POST' });
    if (!answer) return;
    this.asked.set(null);
    if (answer.ok) this.show(answer.value);
  }

  protected async revoke(key: KeyView): Promise<void> {
    const answer = await this.errand.ask(pathOf(key), z.unknown(), { method: 'DELETE' });
    if (!answer) return;
    this.asked.set(null);
    if (!answer.ok) return;
    this.toasts.say({
      tone: 'go',
      headline: $localize`:@@settings.keys.revoked.toast:${key.name}:name: is revoked.`,
    });
    this.answer.reload();
  }
}

function pathOf(key: KeyView): string {
  return `/api/keys/${encodeURIComponent(key.key_id)}`;
}
