import { Component, computed, effect, input, linkedSignal, output, resource } from '@angular/core';
import type { StatusFileView } from '@codev-hq/protocol';
import { markdown } from './document/markdown-script';
import { Prose } from './document/prose';

/** The status file's text: its Markdown rendered, and the file exactly as it is on disk. */
@Component({
  selector: 'hq-status-document',
  imports: [Prose],
  templateUrl: './status-document.html',
  styleUrl: './status-document.css',
})
export class StatusDocument {
  readonly file = input.required<StatusFileView>();
  /** There are papers to read: the file itself is for looking up. */
  readonly folded = input(false);
  /** It is there to be read: what stands below does not move any more. */
  readonly drawn = output();

  protected readonly source = computed(() => this.file().content ?? '');
  protected readonly body = computed(() => this.source().slice(this.file().project.body_start).trim());

  protected readonly rendered = resource({
    params: () => this.body() || undefined,
    loader: async ({ params }) => (await markdown()).renderInSlices(params),
  });
  /** The former text stays until the newer one is rendered: a log line must not make the page jump. */
  protected readonly shown = linkedSignal<DocumentFragment | undefined, DocumentFragment | undefined>({
    source: () => (this.rendered.hasValue() ? this.rendered.value() : undefined),
    computation: (now, before) => now ?? before?.value,
  });

  constructor() {
    effect(() => {
      if (this.shown() ?? this.rendered.error() ?? !this.body()) this.drawn.emit();
    });
  }
}
