import { BrowserStorage } from '../hq-client/browser-storage';

const storage = new BrowserStorage(() => sessionStorage);
const keyOf = (gateId: string) => `codev-hq.comment.${gateId}`;

/** What a person has written and not yet sent: a phone that drops the page must not cost them their words. */
export function commentDraft(gateId: string): string {
  return storage.get(keyOf(gateId)) ?? '';
}

export function keepCommentDraft(gateId: string, words: string): void {
  if (words) storage.put(keyOf(gateId), words);
  else storage.remove(keyOf(gateId));
}
