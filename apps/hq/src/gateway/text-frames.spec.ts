import { Receiver } from 'ws';
import { textFrames } from './text-frames.js';

/** What `ws` reads, by turns of bytes as the network may cut them. */
function received(bytes: Buffer, piece: number): string[] {
  const receiver = new Receiver({ isServer: false });
  const texts: string[] = [];
  receiver.on('message', (data: Buffer, isBinary: boolean) => {
    expect(isBinary).toBe(false);
    texts.push(data.toString());
  });
  receiver.on('error', (error: Error) => {
    throw error;
  });
  for (let at = 0; at < bytes.length; at += piece) receiver.write(bytes.subarray(at, at + piece));
  return texts;
}

it.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])(
  'a text of %d bytes comes out as it went in',
  (length) => {
    const text = 'x'.repeat(length);
    expect(received(textFrames([text]), 50_000)).toEqual([text]);
  },
);

it('many come out in order, whatever characters they hold', () => {
  const texts = ['{"a":1}', 'ä€🚪'.repeat(50), '', '🚪'.repeat(20_000), 'last'];
  expect(received(textFrames(texts), 7_777)).toEqual(texts);
});
