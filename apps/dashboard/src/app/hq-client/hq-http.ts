import { PAGE_SECRET_HEADER, problemDetails, type ProblemDetails } from '@codev-hq/protocol/rest';
import type * as z from 'zod/mini';
import { pageSecret } from './page-secret';

/** Why there is no value. Each kind asks something else of the person, so callers switch over it. */
export type HqTrouble =
  /** For a request that changes something it may also mean that this browser may only read: `detail` says which. */
  | { readonly kind: 'signed-out'; readonly detail?: string }
  /** HQ said no, and why. */
  | { readonly kind: 'refused'; readonly problem: ProblemDetails }
  /** No answer came. A request that changes something may or may not have arrived. */
  | { readonly kind: 'unreachable' }
  /** An answer that is not HQ's: a proxy's error page, or an HQ of another version. */
  | { readonly kind: 'unexpected'; readonly detail: string };

export type HqAnswer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly trouble: HqTrouble };

export interface HqRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: object;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /**
   * For what only some may read, where the cookie alone is not enough either; and for what takes HQ long, of which whoever
   * else has the cookie must not use up this page's share.
   */
  readonly withProof?: boolean;
}

const DEFAULT_TIMEOUT_MS = 20_000;

/** Asks HQ once and reads the answer with its schema. Never throws but for an abort by the caller's own signal. */
export async function askHq<T>(
  path: string,
  schema: z.ZodMiniType<T>,
  request: HqRequest = {},
): Promise<HqAnswer<T>> {
  const answer = await askHqForText(path, request);
  return answer.ok ? readValue(parseJson(answer.value), schema) : answer;
}

/** Likewise for what is no JSON. */
export async function askHqForText(path: string, request: HqRequest = {}): Promise<HqAnswer<string>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method: request.method ?? 'GET',
      credentials: 'same-origin',
      cache: 'no-store',
      headers: {
        accept: 'application/json, application/problem+json',
        ...(request.body && { 'content-type': 'application/json' }),
        ...proofOfPage(request),
      },
      body: request.body ? JSON.stringify(request.body) : null,
      signal: deadline(request),
    });
    text = await response.text();
  } catch (cause) {
    if (request.signal?.aborted) throw cause;
    return { ok: false, trouble: { kind: 'unreachable' } };
  }
  if (response.ok) return { ok: true, value: text };
  return { ok: false, trouble: troubleIn(response.status, text) };
}

/** What an answer that is no success says. */
export function troubleIn(status: number, text: string): HqTrouble {
  const json = parseJson(text);
  return status === 401 ? signedOut(json) : readProblem(json, status);
}

export function proofOfPage({
  method = 'GET',
  withProof = method !== 'GET',
}: HqRequest): Record<string, string> {
  const secret = withProof ? pageSecret() : null;
  return secret === null ? {} : { [PAGE_SECRET_HEADER]: secret };
}

function deadline(request: HqRequest): AbortSignal {
  const timeout = AbortSignal.timeout(request.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  return request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
}

function readValue<T>(json: unknown, schema: z.ZodMiniType<T>): HqAnswer<T> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const where = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  const detail = where
    ? $localize`:@@hq-client.not-understood-at:HQ's answer is not one this page understands (${where}:where:). Reload the page.`
    : $localize`:@@hq-client.not-understood:HQ's answer is not one this page understands. Reload the page.`;
  return { ok: false, trouble: { kind: 'unexpected', detail } };
}

function signedOut(json: unknown): HqTrouble {
  const parsed = problemDetails.safeParse(json);
  return { kind: 'signed-out', ...(parsed.success && { detail: parsed.data.detail }) };
}

function readProblem(json: unknown, status: number): HqTrouble {
  const parsed = problemDetails.safeParse(json);
  if (parsed.success) return { kind: 'refused', problem: parsed.data };
  return {
    kind: 'unexpected',
    detail: $localize`:@@hq-client.status:HQ answered with status ${status}:status:. Try again in a moment.`,
  };
}

/** `undefined` for an empty or non-JSON body; the schema then decides whether that is acceptable. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
