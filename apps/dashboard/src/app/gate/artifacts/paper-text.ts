import type { ArtifactAnswer } from '@codev-hq/protocol';
import type { HqAnswer } from '../../hq-client/hq-http';
import { textDigest } from './text-digest';
import { refusedWords } from '../../hq-client/refused-words';

/** What there is of a paper to read, as far as it is known. */
export type PaperText =
  | { readonly kind: 'loading' }
  | ReadableText
  /** `offline`: its machine cannot give it now. */
  | { readonly kind: 'missing'; readonly offline: boolean; readonly detail: string };

export interface ReadableText {
  readonly kind: 'readable';
  readonly text: string;
  /** Of all of its bytes, also of those that were not sent. */
  readonly digest: string;
  readonly size: number | undefined;
  readonly truncated: boolean;
  /** This browser has made sure that the text has that digest. */
  readonly checked: boolean;
  readonly from: 'machine' | 'device';
  /** What HQ listed when it was asked for: the machine may have been ahead. */
  readonly listed: string | undefined;
}

/** Only what has the digest it claims is shown: a decision is bound to that digest. */
export async function textFrom(
  answer: HqAnswer<ArtifactAnswer>,
  listed: string | undefined,
): Promise<PaperText> {
  if (!answer.ok) return missing(answer.trouble);
  const { content: text, digest, size, truncated = false } = answer.value;
  const found = truncated ? null : await textDigest(text);
  if (found !== null && found !== digest)
    return {
      kind: 'missing',
      offline: false,
      detail: $localize`:@@gate.text.damaged:What arrived is not what the machine says it sent. Load it again.`,
    };
  return {
    kind: 'readable',
    text,
    digest,
    size,
    truncated,
    checked: found !== null,
    from: 'machine',
    listed,
  };
}

type Trouble = Extract<HqAnswer<never>, { ok: false }>['trouble'];

function missing(trouble: Trouble): PaperText {
  switch (trouble.kind) {
    case 'refused': {
      const offline = trouble.problem.code === 'UNREACHABLE';
      return { kind: 'missing', offline, detail: refusedWords(trouble.problem) };
    }
    case 'unexpected':
      return { kind: 'missing', offline: false, detail: trouble.detail };
    case 'signed-out':
      return {
        kind: 'missing',
        offline: false,
        detail: $localize`:@@gate.text.signed-out:Sign in to read it.`,
      };
    case 'unreachable':
      return {
        kind: 'missing',
        offline: true,
        detail: $localize`:@@gate.text.unreachable:HQ cannot be reached.`,
      };
  }
}
