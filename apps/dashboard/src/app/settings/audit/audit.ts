import { Component, computed, inject, signal } from '@angular/core';
import {
  auditPage,
  auditVerdict,
  type AuditEntryView,
  type AuditVerdictView,
} from '@codev-hq/protocol/account';
import { downloadFromHq } from '../../hq-client/hq-download';
import { askHq } from '../../hq-client/hq-http';
import { hqResource } from '../../hq-client/hq-resource';
import { LiveHq } from '../../hq-client/live-hq';
import { countInWords } from '../../ui/age-format';
import { Icon } from '../../ui/icon';
import { actorWords, logEventWords } from '../../ui/log-event-words';
import { Moment } from '../../ui/moment';
import { NotLoaded } from '../../ui/not-loaded';
import { Notice } from '../../ui/notice';
import { troubleWords } from '../../ui/trouble-words';
import { Group } from '../group';
import { SectionPage } from '../section-page';
import { detailsInShort, detailsText } from './details-text';

const A_PAGE = 50;

/** The append-only log: read page by page, checked as a whole, and taken along. */
@Component({
  selector: 'hq-audit',
  imports: [Group, Icon, Moment, Notice, NotLoaded, SectionPage],
  templateUrl: './audit.html',
  styleUrl: './audit.css',
})
export class Audit {
  private readonly live = inject(LiveHq);
  /** Where each page begins, the newest first. */
  private readonly trail = signal<readonly (string | null)[]>([null]);
  protected readonly event = signal('');
  protected readonly answer = hqResource(() => this.path(), auditPage);
  protected readonly page = computed(() => this.trail().length);
  protected readonly verdict = signal<AuditVerdictView | null>(null);
  protected readonly busy = signal<'verify' | 'export' | null>(null);
  protected readonly problem = signal<string | null>(null);
  protected readonly detailsText = detailsText;
  protected readonly inWords = logEventWords;
  protected readonly count = countInWords;

  protected happened({ event, details }: AuditEntryView): string {
    return logEventWords(event, details['kind']);
  }

  /** `person:<id>`, `key:<id>`, `instance:<id>`, or a person by a key that decides in their name. */
  protected actor({ actor }: AuditEntryView): string {
    const [who = '', key] = actor.split(' by ').map((id) => this.nameOf(id));
    return key === undefined ? who : $localize`:@@settings.audit.through:${who}:person: through ${key}:key:`;
  }

  protected inShort(entry: AuditEntryView): string {
    return detailsInShort(entry.details) || $localize`:@@settings.audit.details:Details`;
  }

  protected only(event: string): void {
    this.trail.set([null]);
    this.event.set(event);
  }

  protected older(): void {
    const next = this.answer.value()?.next;
    if (next !== undefined) this.trail.update((trail) => [...trail, next]);
  }

  protected newer(): void {
    if (this.trail().length > 1) this.trail.update((trail) => trail.slice(0, -1));
  }

  protected async verify(): Promise<void> {
    if (!this.begin('verify')) return;
    const request = { withProof: true, timeoutMs: 120_000 };
    const answer = await askHq('/api/audit/verify', auditVerdict, request);
    this.busy.set(null);
    if (answer.ok) this.verdict.set(answer.value);
    else this.problem.set(troubleWords(answer.trouble));
  }

  protected async save(): Promise<void> {
    if (!this.begin('export')) return;
    const day = new Date().toISOString().slice(0, 10);
    const trouble = await downloadFromHq(
      '/api/audit',
      `codev-hq-audit-${day}.ndjson`,
      'application/x-ndjson',
    );
    this.busy.set(null);
    if (trouble) this.problem.set(troubleWords(trouble));
  }

  private nameOf(actor: string): string {
    const machine = this.live.instances().find(({ instance_id }) => actor === `instance:${instance_id}`);
    return this.answer.value()?.names[actor] ?? machine?.instance_name ?? actorWords(actor);
  }

  private begin(what: 'verify' | 'export'): boolean {
    if (this.busy()) return false;
    this.busy.set(what);
    this.problem.set(null);
    return true;
  }

  private path(): string {
    const query = new URLSearchParams({ format: 'json', limit: String(A_PAGE) });
    const cursor = this.trail().at(-1);
    if (cursor) query.set('cursor', cursor);
    if (this.event()) query.set('event', this.event());
    return `/api/audit?${query}`;
  }
}
