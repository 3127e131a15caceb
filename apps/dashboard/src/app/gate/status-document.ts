import { Component, computed, effect, inject, input, linkedSignal, output, resource } from '@angular/core';
import type { Decision, StatusFileView } from '@codev-hq/protocol';
import type { ArtifactPlace } from '../hq-client/artifacts';
import { ReadHere } from '../hq-client/read-here';
import { Segmented } from '../ui/segmented';
import { ChangesSince } from './changes/changes-since';
import { baseOfLook, textBaseOfDecision } from './changes/comparison-bases';
import { viewsOf, wholeText } from './changes/views';
import { markdown } from './document/markdown-script';
import { Prose } from './document/prose';

/** The status file's text: its Markdown rendered, what has changed in it, and the file exactly as it is on disk. */
@Component({
  selector: 'hq-status-document',
  imports: [ChangesSince, Prose, Segmented],
  templateUrl: './status-document.html',
  styleUrl: './status-document.css',
})
export class StatusDocument {
  private readonly readHere = inject(ReadHere);

  readonly gateId = input.required<string>();
  readonly file = input.required<StatusFileView>();
  readonly place = input.required<ArtifactPlace>();
  /** Whether the machine can give what a commit has. */
  readonly history = input.required<boolean>();
  /** About the file's gates, newest first. */
  readonly decisions = input.required<readonly Decision[]>();
  /** There are papers to read: the file itself is for looking up. */
  readonly folded = input(false);
  /** It is there to be read: what stands below does not move any more. */
  readonly drawn = output();

  protected readonly source = computed(() => this.file().content ?? '');
  protected readonly body = computed(() => this.source().slice(this.file().project.body_start).trim());

  protected readonly rendered = resource({
    params: () => this.body() || undefined,
    loader: async ({ params }) => (await markdown()).renderStatusText(params),
  });
  /** The former text stays until the newer one is rendered: a log line must not make the page jump. */
  protected readonly shown = linkedSignal<DocumentFragment | undefined, DocumentFragment | undefined>({
    source: () => (this.rendered.hasValue() ? this.rendered.value() : undefined),
    computation: (now, before) => now ?? before?.value,
  });

  /** What a person reads of it: a log line makes no other version. */
  private readonly digest = computed(() => (this.body() ? this.file().project.reading_digest : undefined));
  private readonly version = computed(() => {
    const digest = this.digest();
    return digest === undefined ? undefined : { digest, path: this.file().path, gateId: this.gateId() };
  });
  protected readonly ref = computed(() => ({ kind: 'status' as const, path: this.file().path }));
  private readonly looked = resource({
    params: () => this.version(),
    loader: async ({ params }) =>
      baseOfLook(await this.readHere.look(params.gateId, params.path), params.digest),
  });
  readonly sinceLook = computed(() => (this.looked.hasValue() ? this.looked.value() : null));
  readonly sinceDecision = computed(() => {
    const digest = this.digest();
    return digest === undefined ? null : textBaseOfDecision(this.decisions(), digest);
  });
  private readonly views = viewsOf(this.gateId, this, computed(wholeText));
  protected readonly view = this.views.view;
  protected readonly segments = this.views.segments;
  protected readonly base = this.views.base;

  constructor() {
    effect(() => {
      if (this.shown() ?? this.rendered.error() ?? !this.body()) this.drawn.emit();
    });
    effect(() => {
      const version = this.version();
      if (version && this.rendered.hasValue()) void this.remember(version, this.source());
    });
  }

  private async remember({ gateId, path, digest }: Version, text: string): Promise<void> {
    await this.readHere.looked(gateId, path, digest);
    await this.readHere.keepText(digest, text);
  }
}

interface Version {
  readonly gateId: string;
  readonly path: string;
  readonly digest: string;
}
