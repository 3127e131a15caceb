import { performance } from 'node:perf_hooks';
import { FrameSocket, type Target } from './frame-socket.ts';
import { DIGITS, masked, UpdateFrames, type FilePlace } from './update-frames.ts';

export interface MachineListener {
  acknowledged(machine: Machine, milliseconds: number): void;
  failed(machine: Machine, frame: string): void;
  registered(machine: Machine): void;
  approval(machine: Machine, frame: string): void;
}

/** What an answer begins with; its id follows. */
const RESPONSE = '{"type":"response","id":"';
const PROJECT_ID = '0001';
/**
 * What a connector waits at first before it comes back, doubled with each attempt and not longer than HQ has been away, spread
 * over the whole of it.
 */
const FIRST_WAIT = 1000;

/** A developer's machine as HQ sees it: one socket, one project, some status files. */
export class Machine {
  readonly instanceId: string;
  readonly files: readonly UpdateFrames[];
  readonly projectPath: string;
  readonly #target: Target;
  readonly #localAddress: string;
  readonly #listener: MachineListener;
  readonly #waiting: { readonly id: string; readonly at: number }[] = [];
  #socket: FrameSocket | undefined;
  #registered = false;
  #ended = false;
  #attempt = 0;
  #lostAt = 0;
  #sent = 0;

  constructor(target: Target, number: number, files: number, listener: MachineListener) {
    this.#target = target;
    this.#listener = listener;
    this.instanceId = `bench-${number}`;
    this.projectPath = `/bench/project-${number}`;
    // One address has 28,000 ports to come from.
    this.#localAddress = `127.0.0.${2 + (number % 8)}`;
    this.files = Array.from({ length: files }, (_, file) => new UpdateFrames(this.#place(file)));
  }

  get registered(): boolean {
    return this.#registered;
  }

  get outstanding(): number {
    return this.#waiting.length;
  }

  connect(): void {
    const socket = new FrameSocket(
      this.#target,
      this.#localAddress,
      { text: (frame) => this.#read(frame), closed: () => this.#closed() },
      () => {
        socket.send(this.#registration());
      },
    );
    this.#socket = socket;
  }

  end(): void {
    this.#ended = true;
    this.#socket?.end();
  }

  /** Reports a new version of one of its files. */
  update(): void {
    const file = this.files[this.#sent % this.files.length];
    if (!file) throw new Error('This machine has no files.');
    const id = String(++this.#sent).padStart(DIGITS, '0');
    const stamp = microseconds().padStart(DIGITS, '0');
    const frame = file.next(id, stamp);
    this.#waiting.push({ id, at: performance.now() });
    this.#socket?.send(frame);
  }

  together(work: () => void): void {
    this.#socket?.together(work);
  }

  /** Where a decision about this machine's first file goes. */
  decision(): Record<string, string> {
    return {
      instance_id: this.instanceId,
      project_path: this.projectPath,
      project_id: PROJECT_ID,
      gate: 'plan_to_implement.human_approval',
    };
  }

  #read(frame: Buffer): void {
    if (frame.toString('latin1', 0, RESPONSE.length) !== RESPONSE) {
      if (frame.toString('latin1', 0, 19).includes('"approval"'))
        this.#listener.approval(this, frame.toString());
      return;
    }
    if (!frame.includes('"success":true')) {
      this.#listener.failed(this, frame.toString());
      return;
    }
    if (!this.#registered) {
      this.#registered = true;
      this.#attempt = 0;
      this.#listener.registered(this);
      return;
    }
    const sent = this.#waiting.shift();
    // Answers of one connection come in the order of its messages.
    if (!sent || sent.id !== frame.toString('latin1', RESPONSE.length, RESPONSE.length + DIGITS)) {
      this.#listener.failed(this, `out of order: ${frame.toString()}`);
      return;
    }
    this.#listener.acknowledged(this, performance.now() - sent.at);
  }

  #closed(): void {
    this.#registered = false;
    this.#waiting.length = 0;
    if (this.#ended) return;
    if (this.#attempt === 0) this.#lostAt = performance.now();
    const away = Math.max(FIRST_WAIT, performance.now() - this.#lostAt);
    const wait = Math.random() * Math.min(FIRST_WAIT * 2 ** this.#attempt++, away);
    setTimeout(() => {
      if (!this.#ended) this.connect();
    }, wait);
  }

  #place(file: number): FilePlace {
    const projectId = String(file + 1).padStart(4, '0');
    return { projectPath: this.projectPath, projectId, path: `codev/status/${projectId}-bench.md` };
  }

  #registration(): Buffer {
    const project = { path: this.projectPath, name: `project of ${this.instanceId}` };
    const payload = {
      instance_id: this.instanceId,
      instance_name: this.instanceId,
      version: 'bench',
      projects: [project],
      features: ['decision_response', 'proof', 'manifest'],
    };
    return masked(JSON.stringify({ type: 'register', id: 'register', ts: Date.now(), payload }));
  }
}

/** Of the clock that all processes of one machine share. */
function microseconds(): string {
  return (process.hrtime.bigint() / 1000n).toString();
}
