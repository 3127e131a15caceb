import {
  afterNextRender,
  computed,
  signal,
  type Injector,
  type Signal,
  type WritableSignal,
} from '@angular/core';

/** What is wrong with a value and what would be right; `null` when nothing is. */
export type Check<T> = (value: T) => string | null;

/** One field of a form: nothing is called wrong before the person has left it or tried to send. */
export class FormField<T> {
  readonly value: WritableSignal<T>;
  private readonly judged = signal(false);
  private readonly said = signal<string | null>(null);
  private readonly wrong: Signal<string | null>;
  readonly error = computed(() => (this.judged() ? (this.said() ?? this.wrong()) : null));

  constructor(
    initial: T,
    private readonly check: Check<T> = () => null,
  ) {
    this.value = signal(initial);
    this.wrong = computed(() => this.check(this.value()));
  }

  write(value: T): void {
    this.value.set(value);
    this.said.set(null);
  }

  leave(): void {
    this.judged.set(true);
  }

  /** What HQ found wrong with it, until it is changed. */
  refuse(words: string): void {
    this.said.set(words);
    this.judged.set(true);
  }

  get right(): boolean {
    return this.wrong() === null;
  }

  reset(value: T): void {
    this.write(value);
    this.judged.set(false);
  }
}

/** Judges every field. When one is wrong the first of them gets the focus, and nothing is to be sent. */
export function allRight(fields: readonly JudgedField[], form: HTMLElement, injector: Injector): boolean {
  for (const field of fields) field.leave();
  if (fields.every((field) => field.right)) return true;
  focusFirstWrong(form, injector);
  return false;
}

export interface JudgedField {
  readonly right: boolean;
  leave(): void;
}

export function focusFirstWrong(form: HTMLElement, injector: Injector): void {
  afterNextRender(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), { injector });
}
