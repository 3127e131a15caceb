import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentiles, type Percentiles } from '../figures/percentiles.ts';

export interface Reading {
  readonly url: string;
  readonly key: string;
  readonly times: number;
  /** Milliseconds between two reads. */
  readonly pause: number;
  /** Sends the tag of the first answer along, as a browser that has it does. */
  readonly revalidate: boolean;
}

export interface Reads extends Percentiles {
  readonly bytes: number;
  readonly notModified: number;
}

/** `GET /api/state` again and again on one connection, uncompressed; times are to the last byte. */
export async function reads({ url, key, times, pause, revalidate }: Reading): Promise<Reads> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers: Record<string, string> = { authorization: `Bearer ${key}` };
  const first = await read(agent, url, headers);
  if (revalidate && first.etag !== undefined) headers['if-none-match'] = first.etag;
  const taken: number[] = [];
  let notModified = 0;
  let bytes = first.bytes;
  for (let i = 0; i < times; i++) {
    await sleep(pause);
    const started = performance.now();
    const answer = await read(agent, url, headers);
    taken.push(performance.now() - started);
    if (answer.status === 304) notModified += 1;
    else bytes = answer.bytes;
  }
  agent.destroy();
  return { ...percentiles(taken), bytes, notModified };
}

interface Answer {
  readonly status: number;
  readonly bytes: number;
  readonly etag: string | undefined;
}

function read(agent: Agent, url: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = get(`${url}/api/state`, { agent, headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        if (status === 200 || status === 304) resolve({ status, bytes, etag: response.headers.etag });
        else reject(new Error(`GET /api/state answered ${status}.`));
      });
    });
    sent.on('error', reject);
  });
}
