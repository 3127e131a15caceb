import { Component, computed, inject, input, signal } from '@angular/core';
import type { BuilderView, InstanceView } from '@codev-hq/protocol';
import { Session } from '../hq-client/session';
import { BuilderLine } from './builder-line';
import { MessageForm } from './message-form';
import { TerminalView } from './terminal-view';

/** A builder, and what a person may do with it as far as its machine's owner allows. */
@Component({
  selector: 'hq-builder-panel',
  imports: [BuilderLine, MessageForm, TerminalView],
  templateUrl: './builder-panel.html',
  styleUrl: './builder-panel.css',
})
export class BuilderPanel {
  private readonly session = inject(Session);
  readonly machine = input.required<InstanceView>();
  readonly builder = input.required<BuilderView>();

  protected readonly looking = signal(false);
  protected readonly writing = signal(false);
  protected readonly mayAct = this.session.mayApprove;
  protected readonly showsTerminals = computed(() => this.can('terminal_request'));
  protected readonly takesWords = computed(() => this.can('send_message'));

  private can(feature: string): boolean {
    return this.machine().features?.includes(feature) ?? false;
  }
}
