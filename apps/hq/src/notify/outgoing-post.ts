import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { performance } from 'node:perf_hooks';
import type { DeliveryAttempt } from '@codev-hq/protocol';
import { InsideOwnNetwork, isOwnNetwork, lookUpOutside, writtenAddress } from './own-network.js';
import type { Undelivered } from './undelivered.js';

/** Milliseconds for everything: name, connection, TLS, request and answer. */
const WITHIN = 15_000;
/** Bytes of an answer that are read, and kept for the log. */
const ANSWER = 500;

export interface OutgoingPost {
  readonly url: URL;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
  /** Refuses addresses inside HQ's own network. */
  readonly outsideOnly: boolean;
}

/**
 * How it went, and why it did not arrive; `retryAfter` in milliseconds, when the other side asks for patience. `cutOff` when HQ
 * stopped meanwhile.
 */
export type Posted = Omit<DeliveryAttempt, 'at' | 'error'> & {
  readonly undelivered?: Undelivered;
  readonly retryAfter?: number;
  readonly cutOff?: true;
};

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

/** One POST: no redirect is followed, nothing is waited for longer than the limit, and little is read. Never throws. */
export async function post(
  outgoing: OutgoingPost,
  stopping: AbortSignal,
  within: number = WITHIN,
): Promise<Posted> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  const limit = AbortSignal.timeout(within);
  try {
    const { status, text, retryAfter } = await send(outgoing, AbortSignal.any([stopping, limit]));
    const delivered = status >= 200 && status < 300;
    const patience = retryAfterMs(retryAfter);
    return {
      delivered,
      status,
      took_ms: took(),
      ...(text && { answer: text }),
      ...(!delivered && { undelivered: refusal(status) }),
      ...(patience !== undefined && { retryAfter: patience }),
    };
  } catch (error) {
    const undelivered = limit.aborted ? ({ why: 'late', seconds: within / 1000 } as const) : because(error);
    return { delivered: false, took_ms: took(), undelivered, ...(stopping.aborted && { cutOff: true }) };
  }
}

function send({ url, headers, body, outsideOnly }: OutgoingPost, signal: AbortSignal): Promise<Answer> {
  const address = writtenAddress(url);
  if (outsideOnly && address !== undefined && isOwnNetwork(address)) {
    return Promise.reject(new InsideOwnNetwork(address));
  }
  const request = url.protocol === 'http:' ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      headers: { 'User-Agent': 'Codev-HQ', ...headers, 'Content-Length': body.length },
      signal,
      agent: false,
      ...(outsideOnly && { lookup: lookUpOutside }),
    } as const;
    const sent = request(url, options, (response) => {
      let read = Buffer.alloc(0);
      const done = (): void => {
        const text = read.subarray(0, ANSWER).toString('utf8').toWellFormed().replaceAll('\0', '');
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, text, retryAfter: answered['retry-after'] });
        response.destroy();
      };
      response.on('data', (piece: Buffer) => {
        read = Buffer.concat([read, piece]);
        if (read.length >= ANSWER) done();
      });
      response.on('end', done);
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function refusal(status: number): Undelivered {
  return { why: status >= 300 && status < 400 ? 'redirected' : 'answered', status };
}

function because(error: unknown): Undelivered {
  if (error instanceof InsideOwnNetwork) return { why: 'own-network', place: error.place };
  if (typeof error !== 'object' || error === null) return { why: 'unreachable' };
  // A name with several addresses fails with the errors of all; they differ little.
  if ('errors' in error && Array.isArray(error.errors)) return because(error.errors[0]);
  const said = 'message' in error && typeof error.message === 'string' ? error.message : '';
  return { why: 'unreachable', ...(said !== '' && { said }) };
}

/** Seconds or a date, as HTTP has it. */
function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return ms > 0 ? ms : undefined;
}
