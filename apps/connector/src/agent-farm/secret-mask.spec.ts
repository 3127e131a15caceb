import * as fc from 'fast-check';
import { MASK, SecretMask, withoutSecrets } from './secret-mask.js';

const KEY = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEpAIBAAKCAQEA'.repeat(4)}\nshort==\n-----END RSA PRIVATE KEY-----\n`;

describe('what looks like a secret', () => {
  test.each([
    ['export API_KEY=abc123def', `export API_KEY=${MASK}`],
    ['password: hunter22', `password: ${MASK}`],
    [`"client_secret": "s3cr3t!",`, `"client_secret": "${MASK}",`],
    ['DB_PASSWORD=x!y?z rest', `DB_PASSWORD=${MASK} rest`],
    ['github token => abcdef', `github token => ${MASK}`],
    ['Authorization: Bearer abc.def-ghi', `Authorization: Bearer ${MASK}`],
    ['https://user:pa55@host/path', `https://user:${MASK}@host/path`],
    ['postgres://:pa55@db', `postgres://:${MASK}@db`],
    [`use ghp_${'a1'.repeat(18)} now`, `use ${MASK} now`],
    ['sk-ant-api03-abcdefgh', MASK],
    ['chq_abcdefghij', MASK],
    ['AKIAIOSFODNN7EXAMPLE', MASK],
    ['xoxb-123456-abcdef', MASK],
    ['eyJhbGciOiJFZERTQSJ9.eyJqdGkiOiIxIn0.c2ln', MASK],
    ['QUJD'.repeat(16), MASK],
    ['\u001b[31mTOKEN=\u001b[0mabcdef', `TOKEN=${MASK}`],
  ])('is masked in %j', (text, masked) => expect(withoutSecrets(text)).toBe(masked));

  test.each([
    'The password must be long.',
    'token count: 12',
    'task-ghp is a name',
    'const secret = ""',
    'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 ok',
    'https://host/path:8080@x',
  ])('is not %j', (text) => expect(withoutSecrets(text)).toBe(text));

  test('is a private key, line by line, until it ends', () => {
    expect(withoutSecrets(`before\n${KEY}after`)).toBe(`before\n${`${MASK}\n`.repeat(4)}after`);
  });

  test('is the rest of one that a line broke off', () => {
    expect(withoutSecrets('TOKEN=abcd\nef9h and more')).toBe(`TOKEN=${MASK}\n${MASK} and more`);
    expect(withoutSecrets('ghp_ab\ncdefghij\nnext')).toBe(`${MASK}\n${MASK}\nnext`);
    expect(withoutSecrets('password:\nhunter22\nnext')).toBe(`password:\n${MASK}\nnext`);
  });

  test('is masked wherever the text is cut into pieces', () => {
    const text = `one TOKEN=abcdefgh\n${KEY}https://u:pa55word@h/ ghp_abcdefghijkl\nlast API_KEY="q1w2e3"`;
    const whole = withoutSecrets(text);
    expect(whole).not.toMatch(/abcdefgh|MIIE|pa55|q1w2/);
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const mask = new SecretMask();
        const at = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const told = at.slice(1).map((end, i) => mask.add(text.slice(at[i], end)));
        expect(told.join('') + mask.end()).toBe(whole);
      }),
    );
  });

  test('is looked for in good time, whatever a program prints', () => {
    for (const piece of ['a', 'a.', 'eyJ-', 'token', 'ghp_', 'sk-', 'http://', 'A', '=', 'passwd-', '::'])
      expect(typeof withoutSecrets(piece.repeat(60_000 / piece.length))).toBe('string');
  });
});
