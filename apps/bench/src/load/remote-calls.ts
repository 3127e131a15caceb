import { fork, type ChildProcess } from 'node:child_process';

/** What a helper process can do, by name; arguments and results are plain data. */
export type Commands = Record<string, (argument: never) => Promise<unknown>>;

interface Call {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** Milliseconds; nothing that is measured here takes longer. */
const LONGEST_CALL = 120_000;

/** Answers the calls of the process that forked this one, and ends with it. */
export function serveCalls(commands: Commands): void {
  process.on('message', ({ id, name, argument }: Call) => {
    const command = commands[name];
    const result = command ? command(argument as never) : Promise.reject(new Error(`No command ${name}.`));
    result.then(
      (value) => process.send?.({ id, result: value }),
      (error: unknown) => process.send?.({ id, error: error instanceof Error ? error.stack : String(error) }),
    );
  });
  process.on('disconnect', () => process.exit());
}

/** A process with commands, from the outside. */
export class RemoteProcess<C extends Commands> {
  readonly #process: ChildProcess;
  readonly #calls = new Map<number, (answer: Answer) => void>();
  #lastId = 0;

  constructor(module: URL) {
    this.#process = fork(module, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#process.on('message', (answer: Answer) => {
      this.#calls.get(answer.id)?.(answer);
    });
    this.#process.once('exit', () => {
      for (const [id, answered] of this.#calls) answered({ id, error: 'The process ended.' });
    });
  }

  call<N extends keyof C & string>(
    name: N,
    ...[argument]: Parameters<C[N]>
  ): Promise<Awaited<ReturnType<C[N]>>> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#calls.get(id)?.({ id, error: `took longer than ${LONGEST_CALL / 1000} s` });
      }, LONGEST_CALL);
      this.#calls.set(id, ({ result, error }) => {
        clearTimeout(late);
        this.#calls.delete(id);
        if (error === undefined) resolve(result as Awaited<ReturnType<C[N]>>);
        else reject(new Error(`${name}: ${error}`));
      });
      this.#process.send({ id, name, argument });
    });
  }

  end(): void {
    this.#process.kill('SIGKILL');
  }
}
