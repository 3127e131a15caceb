/** Names that programs give and nobody reads: ids, digests, tokens. */
export function isUnread(text: string): boolean {
  return /^[\w-]{16,}$/.test(text) && /\d/.test(text);
}
