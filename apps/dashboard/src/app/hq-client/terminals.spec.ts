import { plain } from './terminals';

const ESC = String.fromCharCode(27);
const BELL = String.fromCharCode(7);

describe('what a terminal shows, as text', () => {
  it.each([
    [`${ESC}[1;32mgreen${ESC}[0m`, 'green'],
    [`${ESC}]0;title${BELL}text`, 'text'],
    [`${ESC}]8;;https://example.org${ESC}\\link${ESC}]8;;${ESC}\\`, 'link'],
    [`one\r\ntwo\rthree\tfour${BELL}`, 'one\ntwo\nthree\tfour'],
    [`${ESC}(B${ESC}[?25lhidden`, 'hidden'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ])('%j', (shown, text) => {
    expect(plain(shown)).toBe(text);
  });
});
