import { get, type ClientRequest } from 'node:http';
import { percentiles, type Percentiles } from '../figures/percentiles.ts';
import { DIGITS } from './update-frames.ts';

export interface Subscribe {
  readonly url: string;
  readonly key: string;
  readonly view: 'full' | 'summary';
  readonly count: number;
}

const STAMPED = Buffer.from('"git_sha":"');
const LINE_BREAK = 0x0a;
const EMPTY = Buffer.alloc(0);

/** Browsers that follow `GET /api/events`. How old a change is when it arrives stands in the change itself. */
export class Subscribers {
  #requests: ClientRequest[] = [];
  #times: number[] = [];

  async open({ url, key, view, count }: Subscribe): Promise<void> {
    const opened = Array.from({ length: count }, () =>
      this.#subscribe(`${url}/api/events?view=${view}`, key),
    );
    await Promise.all(opened);
  }

  take(): Percentiles {
    const times = this.#times;
    this.#times = [];
    return percentiles(times);
  }

  close(): void {
    for (const request of this.#requests) request.destroy();
    this.#requests = [];
  }

  #subscribe(url: string, key: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = get(url, { agent: false, headers: { authorization: `Bearer ${key}` } }, (response) => {
        let rest: Buffer = EMPTY;
        let inSnapshot = true;
        response.on('data', (chunk: Buffer) => {
          const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
          const whole = data.lastIndexOf(LINE_BREAK) + 1;
          rest = whole === data.length ? EMPTY : data.subarray(whole);
          if (inSnapshot) {
            // The snapshot is one line, and an empty one ends it.
            if (!data.subarray(0, whole).includes('data: ')) return;
            inSnapshot = false;
            resolve();
            return;
          }
          this.#note(data.subarray(0, whole));
        });
        response.on('error', () => undefined);
      });
      request.on('error', reject);
      this.#requests.push(request);
    });
  }

  #note(lines: Buffer): void {
    const now = Number(process.hrtime.bigint() / 1000n);
    for (let at = lines.indexOf(STAMPED); at >= 0; at = lines.indexOf(STAMPED, at)) {
      at += STAMPED.length;
      this.#times.push((now - Number(lines.toString('latin1', at, at + DIGITS))) / 1000);
    }
  }
}
