import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { performance } from 'node:perf_hooks';
import type { DeliveryAttempt } from '@codev-hq/protocol';
import { isOwnNetwork, lookUpOutside, writtenAddress } from './own-network.js';

/** Milliseconds for everything: name, connection, TLS, request and answer. */
const WITHIN = 15_000;
/** Bytes of an answer that are read, and kept for the log. */
const ANSWER = 500;

const UNREACHABLE = 'It could not be reached.';

export interface OutgoingPost {
  readonly url: URL;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
  /** Refuses addresses inside HQ's own network. */
  readonly outsideOnly: boolean;
}

/** How it went; `retryAfter` in milliseconds, when the other side asks for patience. `cutOff` when HQ stopped meanwhile. */
export type Posted = Omit<DeliveryAttempt, 'at'> & { readonly retryAfter?: number; readonly cutOff?: true };

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
      ...(!delivered && { error: refusal(status) }),
      ...(patience !== undefined && { retryAfter: patience }),
    };
  } catch (error) {
    const late = `There was no answer within ${within / 1000} s.`;
    const why = limit.aborted ? late : because(error);
    return { delivered: false, took_ms: took(), error: why, ...(stopping.aborted && { cutOff: true }) };
  }
}

function send({ url, headers, body, outsideOnly }: OutgoingPost, signal: AbortSignal): Promise<Answer> {
  const address = writtenAddress(url);
  if (outsideOnly && address !== undefined && isOwnNetwork(address)) {
    return Promise.reject(new Error(`${address} is inside HQ’s own network.`));
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

function refusal(status: number): string {
  return status >= 300 && status < 400
    ? `It answered ${status}: a redirect, which is not followed. Write the address that it leads to.`
    : `It answered ${status}.`;
}

function because(error: unknown): string {
  if (typeof error !== 'object' || error === null) return UNREACHABLE;
  // A name with several addresses fails with the errors of all; they differ little.
  if ('errors' in error && Array.isArray(error.errors)) return because(error.errors[0]);
  return ('message' in error && typeof error.message === 'string' && error.message) || UNREACHABLE;
}

/** Seconds or a date, as HTTP has it. */
function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return ms > 0 ? ms : undefined;
}
