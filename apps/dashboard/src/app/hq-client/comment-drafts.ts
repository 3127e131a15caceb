import * as z from 'zod/mini';
import { BrowserStorage } from './browser-storage';

const storage = new BrowserStorage(() => sessionStorage);
const KEY = 'codev-hq.comments';

/** What one person has written in this tab and not yet sent, by gate. */
const drafts = z.object({ of: z.nullable(z.string()), words: z.record(z.string(), z.string()) });
let writer: string | null = null;

/** A phone that drops the page must not cost a person their words. They are theirs: see `draftsAreOf`. */
export function commentDraft(gateId: string): string {
  return kept().words[gateId] ?? '';
}

export function keepCommentDraft(gateId: string, text: string): void {
  const { [gateId]: _, ...others } = kept().words;
  const words = text ? { ...others, [gateId]: text } : others;
  if (Object.keys(words).length === 0) storage.remove(KEY);
  else storage.put(KEY, JSON.stringify({ of: writer, words }));
}

/** Who writes from now on. What somebody else has left in this tab goes. */
export function draftsAreOf(personId: string): void {
  const { of } = kept();
  if (of !== null && of !== personId) forgetDrafts();
  writer = personId;
}

export function forgetDrafts(): void {
  storage.remove(KEY);
}

function kept(): z.infer<typeof drafts> {
  const nothing = { of: null, words: {} };
  try {
    return drafts.safeParse(JSON.parse(storage.get(KEY) ?? 'null')).data ?? nothing;
  } catch {
    return nothing;
  }
}
