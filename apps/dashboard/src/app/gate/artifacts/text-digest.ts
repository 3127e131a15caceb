/**
 * SHA-256 of the text's bytes in UTF-8, in hexadecimal. `null` where the browser has no cryptography to offer: HQ is then
 * reached by plain HTTP from another machine.
 */
export async function textDigest(text: string): Promise<string | null> {
  // Absent outside of secure contexts, whatever its type says.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) return null;
  const bytes = new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const SHORT = 8;

/** A digest as people compare it. */
export function shortDigest(digest: string): string {
  return digest.slice(0, SHORT);
}
