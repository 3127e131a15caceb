const FINAL_TEXT = 0x81;
const LENGTH_16_BIT = 126;
const LENGTH_64_BIT = 127;

/**
 * A server's WebSocket text frames, one after the other (RFC 6455 section 5.2: whole, not masked). `ws` makes two buffers and
 * a write of each frame, which costs as much as everything else about a short answer.
 */
export function textFrames(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + headerLength(length) + length, 0));
  let at = 0;
  texts.forEach((text, index) => {
    at = writeHeader(bytes, at, lengths[index] ?? 0);
    at += bytes.write(text, at);
  });
  return bytes;
}

function headerLength(length: number): number {
  if (length < LENGTH_16_BIT) return 2;
  return length < 0x1_0000 ? 4 : 10;
}

/** Answers where the text begins. */
function writeHeader(bytes: Buffer, at: number, length: number): number {
  bytes[at] = FINAL_TEXT;
  if (length < LENGTH_16_BIT) {
    bytes[at + 1] = length;
    return at + 2;
  }
  if (length < 0x1_0000) {
    bytes[at + 1] = LENGTH_16_BIT;
    return bytes.writeUInt16BE(length, at + 2);
  }
  bytes[at + 1] = LENGTH_64_BIT;
  return bytes.writeBigUInt64BE(BigInt(length), at + 2);
}
