/** A text that was shown on this device, as the store lists it. */
export interface KeptText {
  readonly digest: string;
  readonly characters: number;
  /** Milliseconds since 1970. */
  readonly seen_at: number;
}

const MOST_TEXTS = 60;
const MOST_CHARACTERS = 12 * 1024 * 1024;

/** Digests to drop so that what stays is bounded: what was seen longest ago goes first. */
export function beyondBounds(
  kept: readonly KeptText[],
  most = { texts: MOST_TEXTS, characters: MOST_CHARACTERS },
): string[] {
  let [texts, characters] = [0, 0];
  return kept
    .toSorted((a, b) => b.seen_at - a.seen_at)
    .flatMap((text) => {
      texts += 1;
      characters += text.characters;
      return texts > most.texts || characters > most.characters ? [text.digest] : [];
    });
}
