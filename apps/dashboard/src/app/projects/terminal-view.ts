import {
  afterRenderEffect,
  Component,
  DestroyRef,
  DOCUMENT,
  ElementRef,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import type { BuilderView, InstanceView } from '@codev-hq/protocol';
import type { HqTrouble } from '../hq-client/hq-http';
import { followTerminal } from '../hq-client/terminals';
import { Notice } from '../ui/notice';
import { troubleWords } from '../ui/trouble-words';

type State = 'opening' | 'following' | 'paused' | 'ended' | 'refused';

/** So much of it is kept on the page. */
const MOST_CHARS = 200_000;

/** The last lines of a builder's terminal, followed while this is seen. Nothing can be typed here. */
@Component({
  selector: 'hq-terminal-view',
  imports: [Notice],
  templateUrl: './terminal-view.html',
  styleUrl: './terminal-view.css',
})
export class TerminalView {
  private readonly document = inject(DOCUMENT);
  readonly machine = input.required<InstanceView>();
  readonly builder = input.required<BuilderView>();

  protected readonly state = signal<State>('opening');
  protected readonly text = signal('');
  protected readonly trouble = signal('');
  private readonly screen = viewChild<ElementRef<HTMLElement>>('screen');
  private following: AbortController | null = null;
  /** Somebody who has scrolled up reads there, and stays there. */
  private atEnd = true;

  constructor() {
    const seen = () => this.followVisibility();
    this.document.addEventListener('visibilitychange', seen);
    inject(DestroyRef).onDestroy(() => {
      this.document.removeEventListener('visibilitychange', seen);
      this.following?.abort();
    });
    afterRenderEffect(() => {
      this.text();
      const screen = this.screen()?.nativeElement;
      if (screen && this.atEnd) screen.scrollTop = screen.scrollHeight;
    });
    queueMicrotask(() => void this.follow());
  }

  protected scrolled(): void {
    const screen = this.screen()?.nativeElement;
    if (screen) this.atEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < 40;
  }

  protected async follow(): Promise<void> {
    this.following?.abort();
    const mine = new AbortController();
    this.following = mine;
    this.state.set('opening');
    const { project_path, builder_id, worktree } = this.builder();
    const query = { instance_id: this.machine().instance_id, project_path, builder_id, worktree };
    const trouble = await followTerminal(
      query,
      {
        begins: (text) => {
          this.state.set('following');
          this.text.set(text);
        },
        comes: (text) => this.text.update((before) => (before + text).slice(-MOST_CHARS)),
      },
      mine.signal,
    );
    if (!mine.signal.aborted) this.end(trouble);
  }

  private end(trouble: HqTrouble | null): void {
    this.trouble.set(trouble ? troubleWords(trouble) : '');
    this.state.set(trouble ? 'refused' : 'ended');
  }

  /** A machine shows its terminal only while somebody looks. */
  private followVisibility(): void {
    if (this.document.visibilityState === 'hidden') {
      if (this.state() !== 'opening' && this.state() !== 'following') return;
      this.following?.abort();
      this.state.set('paused');
    } else if (this.state() === 'paused') void this.follow();
  }
}
