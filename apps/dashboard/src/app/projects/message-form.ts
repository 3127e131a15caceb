import { Component, computed, inject, input, signal } from '@angular/core';
import type { BuilderView, CommandAnswer, InstanceView } from '@codev-hq/protocol';
import { Commands } from '../hq-client/commands';
import type { HqAnswer } from '../hq-client/hq-http';
import { whyHeld } from '../ui/held-words';
import { Notice, type NoticeTone } from '../ui/notice';
import { troubleWords } from '../ui/trouble-words';

/** What the connector takes. */
const MOST_CHARS = 4000;

interface Outcome {
  readonly tone: NoticeTone;
  readonly words: string;
}

/** Words to a builder; what became of them is said as the machine says it. */
@Component({
  selector: 'hq-message-form',
  imports: [Notice],
  template: `
    <form (submit)="send($event)">
      <label for="words" i18n="@@message.label">Message to {{ builder().builder_id }}</label>
      <textarea
        class="control"
        id="words"
        rows="3"
        [attr.maxlength]="most"
        [value]="words()"
        (input)="type($event)"
        [attr.aria-describedby]="'hint'"
      ></textarea>
      <p id="hint" class="hint" i18n="@@message.hint">
        It is typed into the builder’s terminal, and kept in HQ’s log.
      </p>
      <button type="submit" class="button" [disabled]="!ready()">
        @if (sending()) {
          <ng-container i18n="@@message.sending">Sending …</ng-container>
        } @else {
          <ng-container i18n="@@message.send">Send</ng-container>
        }
      </button>
    </form>
    <div aria-live="polite">
      @if (outcome(); as outcome) {
        <hq-notice [tone]="outcome.tone">{{ outcome.words }}</hq-notice>
      }
    </div>
  `,
  styleUrl: './message-form.css',
})
export class MessageForm {
  private readonly commands = inject(Commands);
  readonly machine = input.required<InstanceView>();
  readonly builder = input.required<BuilderView>();

  protected readonly most = MOST_CHARS;
  protected readonly words = signal('');
  protected readonly sending = signal(false);
  protected readonly outcome = signal<Outcome | null>(null);
  protected readonly ready = computed(() => this.words().trim() !== '' && !this.sending());

  protected type(event: Event): void {
    this.words.set((event.target as HTMLTextAreaElement).value);
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.ready()) return;
    this.sending.set(true);
    this.outcome.set(null);
    const answer = await this.commands.run({
      instance_id: this.machine().instance_id,
      project_path: this.builder().project_path,
      command: 'send_message',
      args: { to: this.builder().builder_id, message: this.words().trim() },
    });
    this.sending.set(false);
    this.outcome.set(outcomeOf(answer, this.machine().instance_name));
    if (answer.ok && answer.value.status === 'done') this.words.set('');
  }
}

/** What is known of a message, and no more. */
export function outcomeOf(answer: HqAnswer<CommandAnswer>, machine: string): Outcome {
  if (!answer.ok) {
    if (answer.trouble.kind !== 'unreachable') return { tone: 'stop', words: troubleWords(answer.trouble) };
    const words = $localize`:@@message.not-known:HQ did not answer: the message may have arrived or not. Look at the terminal before you send it again.`;
    return { tone: 'wait', words };
  }
  const { status, detail = '' } = answer.value;
  switch (status) {
    case 'done':
      return { tone: 'go', words: $localize`:@@message.done:Delivered. ${detail}:detail:` };
    case 'held': {
      const why = whyHeld(detail);
      return {
        tone: 'wait',
        words: why
          ? $localize`:@@message.held-why:Tower holds it and has not shown it to the builder yet. ${why}:why: (${detail}:detail:)`
          : $localize`:@@message.held:Tower holds it and has not shown it to the builder yet. ${detail}:detail:`,
      };
    }
    case 'failed':
    case 'refused':
    case 'unsupported':
      return { tone: 'stop', words: detail || $localize`:@@message.failed:It was not delivered.` };
    default:
      return {
        tone: 'wait',
        words: $localize`:@@message.unanswered:Sent to ${machine}:machine:, which has not said yet what became of it.`,
      };
  }
}
