import * as fc from 'fast-check';
import { MASK, SecretMask, withoutSecrets } from './secret-mask.js';
import { hasSign, rangesIn } from './secret-patterns.js';

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
    ['Open https://hq.example.org/sign-in#q3Jd_x-9 now', `Open https://hq.example.org/sign-in#${MASK} now`],
    ['whsec_c2VjcmV0', MASK],
    ['DB_PASS=hunter2 rest', `DB_PASS=${MASK} rest`],
    ['SMTP_PASS: hunter2', `SMTP_PASS: ${MASK}`],
    ["PASS='two words' npm test", `PASS='${MASK}' npm test`],
    ['dbPass = hunter2', `dbPass = ${MASK}`],
    ['MYSQL_PWD=hunter2', `MYSQL_PWD=${MASK}`],
    ['Cookie: sid=abc; theme=dark', `Cookie: ${MASK}`],
    ['< set-cookie: sid="a b"; Path=/', `< set-cookie: ${MASK}`],
    ["curl -H 'Cookie: a=1; b=2' https://host", `curl -H 'Cookie: ${MASK}' https://host`],
    ['Authorization: token abc', `Authorization: token ${MASK}`],
    ['Authorization: abc', `Authorization: ${MASK}`],
    ['Authorization: Digest username="x", response="y"', `Authorization: Digest ${MASK}`],
    ['"authorization": "Custom a b", "x": 1', `"authorization": "Custom ${MASK}", "x": 1`],
    ['-H "Proxy-Authorization: Basic dTpw" url', `-H "Proxy-Authorization: Basic ${MASK}" url`],
    ['X-Auth-Key: one two', `X-Auth-Key: ${MASK}`],
    ['login --password x --user ada', `login --password ${MASK} --user ada`],
    ['login --token "a b" now', `login --token "${MASK}" now`],
    ['run --client-secret=abc --api-key abc', `run --client-secret=${MASK} --api-key ${MASK}`],
    ['curl -u ada:pa55:word https://host', `curl -u ada:${MASK} https://host`],
    ['password: "two words"', `password: "${MASK}"`],
    ['{"password":"two \\"quoted\\" words","user":"ada"}', `{"password":"${MASK}","user":"ada"}`],
    ['"{\\"password\\":\\"two words\\",\\"a\\":1}"', `"{\\"password\\":\\"${MASK}\\",\\"a\\":1}"`],
    ['passphrase: correct horse battery', `passphrase: ${MASK}`],
    ['password: "never closed', `password: "${MASK}`],
    ['machine x login ada password pa55', `machine x login ada password ${MASK}`],
    ['https://hooks.slack.com/services/T0/B0/xyz', `https://hooks.slack.com/services/${MASK}`],
    ['https://discord.com/api/v10/webhooks/1/a-b', `https://discord.com/api/v10/webhooks/${MASK}`],
    ['https://u:p@ss/w0rd@host/path', `https://u:${MASK}@host/path`],
    [`https://${'a1'.repeat(20)}@github.com/a/b`, `https://${MASK}@github.com/a/b`],
    ['/api?code=abc&state=1', `/api?code=${MASK}&state=1`],
    ['github_pat_11ABC_def glpat-abc123-x', `${MASK} ${MASK}`],
    [`npm_${'a1'.repeat(18)}`, MASK],
    ['sk-proj-AbCdEf', MASK],
    ['eyJhbGciOiJFZERTQSJ9.eyJqdGkiOiIxIn0', MASK],
    [`+${'QUJD'.repeat(16)}`, MASK],
    ['mysql -uroot -phunter2 shop', `mysql -uroot -p${MASK} shop`],
    [
      "docker exec db mariadb-dump -u root -p'two words' shop",
      `docker exec db mariadb-dump -u root -p${MASK} shop`,
    ],
    ['sshpass -p hunter2 ssh host', `sshpass -p ${MASK} ssh host`],
    ['sshpass -v -phunter2 ssh -p 22 host', `sshpass -v -p${MASK} ssh -p 22 host`],
    ['sshpass -p "two words" ssh host', `sshpass -p ${MASK} ssh host`],
    ['ENV GITHUB_TOKEN one two', `ENV GITHUB_TOKEN ${MASK}`],
    ['Step 3/9 : ENV DB_PASS hunter2', `Step 3/9 : ENV DB_PASS ${MASK}`],
    ['ENV API_KEY "two words"', `ENV API_KEY "${MASK}"`],
    ['curl -b JSESSIONID=8F3A1C27D0B4 host', `curl -b JSESSIONID=${MASK} host`],
    ['curl -b "theme=dark; session=eyJhIjox.Zk2Lm5"', `curl -b "theme=dark; session=${MASK}"`],
    ['PHPSESSID=q3jd8x9zk2lm5 sessionid=3f9a1c27d0b4', `PHPSESSID=${MASK} sessionid=${MASK}`],
    ['user_session=3f1f2b0e-0000-4000-8000-000000000001; a=1', `user_session=${MASK}; a=1`],
    ['connect.sid=s%3Aq3Jd8x9Zk2Lm5.a', `connect.sid=${MASK}`],
    [
      'https://a.blob.core.windows.net/c?sv=1&sig=ab%2Fc',
      `https://a.blob.core.windows.net/c?sv=1&sig=${MASK}`,
    ],
    ['"https://a/c?sv=1\\u0026sig=ab%2Fc"', `"https://a/c?sv=1\\u0026sig=${MASK}"`],
    ['sig=Zk2Lm5q3Jd8x9aBcDeF%3D', `sig=${MASK}`],
    ['Passwort: korrekt Pferd', `Passwort: ${MASK}`],
    ['Kennwort=hunter2', `Kennwort=${MASK}`],
    ['"passwort": "zwei Wörter"', `"passwort": "${MASK}"`],
  ])('is masked in %j', (text, masked) => expect(withoutSecrets(text)).toBe(masked));

  test.each([
    'The password must be long.',
    'token count: 12',
    'task-ghp is a name',
    'const secret = ""',
    'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 ok',
    'https://host/path:8080@x',
    'http://localhost:4300/a@b',
    'PWD=/home/ada',
    '--- PASS: TestQueue (0.00s)',
    'PASS src/queue.spec.ts',
    '# pass 12',
    'pass: 12',
    'passed: 3, failed: 0',
    'compass: north',
    'max_tokens: 4096',
    'tokenizer: fast',
    'token: null',
    'credentials: {',
    'Basic authentication of HTTP',
    'globbing sk-learn npm_lifecycle_event',
    'docker run -p 80:80 --rm image',
    '412-retry-queue 3f786850e387550fdab836ed7e6dc881de23001b',
    'integrity sha512-u1FvWUB2kdy3pRxwgvB9e',
    'mkdir -p src/agent-farm',
    'ssh -p 2222 host',
    'docker run --name mysql -p3306:3306 -p 80:80 image',
    'mysql -u root -p shop',
    '  -p, --password[=name] Password of mysql',
    'session=1',
    'session=builder-spir-412',
    'XDG_SESSION_TYPE=wayland DESKTOP_SESSION=ubuntu',
    'sig=SIGTERM sig=15',
    'ENV NODE_ENV production',
    'ENV PATH /usr/local/bin',
    'env tokens are read there',
    'Das Passwort muss lang sein.',
  ])('is not %j', (text) => expect(withoutSecrets(text)).toBe(text));

  test('is a private key, line by line, until it ends', () => {
    expect(withoutSecrets(`before\n${KEY}after`)).toBe(`before\n${`${MASK}\n`.repeat(4)}after`);
  });

  test('is the rest of one that a line broke off', () => {
    expect(withoutSecrets('TOKEN=abcd\nef9h and more')).toBe(`TOKEN=${MASK}\n${MASK} and more`);
    expect(withoutSecrets('ghp_ab\ncdefghij\nnext')).toBe(`${MASK}\n${MASK}\nnext`);
    expect(withoutSecrets('password:\nhunter22\nnext')).toBe(`password:\n${MASK}\nnext`);
    expect(withoutSecrets('Password:\r\n\nhunter22\r\nnext')).toBe(`Password:\n\n${MASK}\nnext`);
    expect(withoutSecrets('key: "a\npassword: |\n  two words\nnext')).toBe(
      `key: "a\npassword: |\n  ${MASK}\nnext`,
    );
    expect(withoutSecrets('run --password \\\n  abc\nnext')).toBe(`run --password \\\n  ${MASK}\nnext`);
  });

  test.each([
    '-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: X\n\nlQOYBF\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\n-----END OPENSSH PRIVATE KEY-----',
    '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56\n---- END SSH2 ENCRYPTED PRIVATE KEY ----',
    'PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\nAAAA\nPrivate-MAC: 12ab',
    'KEY="-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\\n"',
  ])('is a whole block: %j', (block) => {
    const told = withoutSecrets(`before\n${block}\nafter\n`);
    expect(told.replace(/\s/g, '').replaceAll(MASK, '')).toBe('beforeafter');
  });

  test('is no program that only names where a key begins', () => {
    const program =
      "if (text.includes('-----BEGIN PRIVATE KEY-----'))\n  return 'a key';\n// what comes then is told\nx";
    expect(withoutSecrets(program).split('\n').slice(2)).toEqual(['// what comes then is told', 'x']);
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

  const SECRETS = [
    ['Open https://hq.example.org/sign-in#', 'q3Jd8x9Zk2Lm5', ' now'],
    ['key ', 'whsec_c2VjcmV0MTIz', ' end'],
    ['key ', `ghp_${'a1B2'.repeat(9)}`, ' end'],
    ['key ', 'sk-a1b2c3d4e5f6', ' end'],
    ['key ', 'xoxb-1234567890-abcdef', ' end'],
    ['export DB_PASS=', 'tr0ub4dor3xyz', ' rest'],
    ['Authorization: token ', 'a1b2c3d4e5f6', ''],
    ['Cookie: ', 'sid=a1b2c3d4e5f6', ''],
    ['login --password ', 'tr0ub4dor3xyz', ' --user ada'],
    ['{"password":"', 'two words with spaces', '","user":"ada"}'],
    ['fetch https://ada:', 'tr0ub4dor3xyz', '@host/path'],
    ['https://hooks.slack.com/services/', 'T01/B02/a1b2c3d4', ' end'],
    ['jwt ', 'eyJhbGciOiJFZERTQSJ9.eyJqdGkiOiIxIn0.c2lnbmF0dXJl', ' end'],
  ] as const;
  const anySecret = fc.constantFrom(...SECRETS);

  test('is masked wherever a terminal breaks the line off, whatever colours it has', () => {
    const colours = ['\u001b[31m', '\u001b[0m', '\u001b[38;5;12m', '\u001b[1;4m'];
    const places = fc.uniqueArray(fc.nat(60), { maxLength: 4 });
    fc.assert(
      fc.property(anySecret, places, places, ([before, secret, after], cuts, colouredAt) => {
        const plain = `${before}${secret}${after}\r\n`;
        const printed = Array.from(plain, (c, i) =>
          colouredAt.includes(i) ? `${colours[i % 4]}${c}` : c,
        ).join('');
        // As Tower keeps it: each piece is split on its own.
        const ends = cuts.filter((cut) => cut < printed.length).toSorted((a, b) => a - b);
        const pieces = [0, ...ends].map((start, i) => printed.slice(start, ends[i] ?? printed.length));
        const told = withoutSecrets(`$ make\r\n${pieces.join('\n')}\nend\r\n`).replaceAll('\n', '');
        for (let at = 0; at + 8 <= secret.length; at++) expect(told).not.toContain(secret.slice(at, at + 8));
        expect(told).toContain(MASK);
        expect(told.endsWith('end')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('is all that is taken away from ordinary words', () => {
    const word = fc.constantFrom(
      'the',
      'queue',
      'is',
      'retried',
      '12',
      'times',
      'a/b.ts',
      '(ok)',
      '→',
      '"x"',
    );
    const lines = fc.array(fc.array(word, { maxLength: 12 }), { maxLength: 20 });
    fc.assert(
      fc.property(lines, fc.constantFrom('\n', '\r\n'), (words, end) => {
        const text = words.map((line) => line.join(' ')).join(end);
        expect(withoutSecrets(text)).toBe(text.replaceAll('\r', ''));
      }),
    );
  });

  test('is looked for in good time, whatever a program prints', () => {
    const pieces = [
      'a',
      'a.',
      'eyJ-',
      'eyJa',
      'token',
      'ghp_',
      'sk-',
      'http://',
      'A',
      '=',
      'passwd-',
      '::',
      '"',
      '\\',
    ];
    const more = [
      'token="',
      "token='",
      '\\"',
      'cookie:',
      '--token ',
      '--',
      'a://b:',
      '://b:c@',
      '/sign-in',
      '-----BEGIN A',
    ];
    const odd = ['\u001b[', '\r', ' ', 'aa ', 'pass:', 'login x ', '-u a:', '+', '?key=', 'Basic '];
    for (const piece of [...pieces, ...more, ...odd])
      for (const before of ['', '-----BEGIN A', 'password: "'])
        expect(typeof withoutSecrets(before + piece.repeat(70_000 / piece.length) + 'x')).toBe('string');
  });

  class CountingMask extends SecretMask {
    looked = 0;
    protected override look(text: string) {
      this.looked += text.length;
      return super.look(text);
    }
  }
  const lookedAt = (piece: string, length: number): number => {
    const mask = new CountingMask();
    mask.add(piece.repeat(length / piece.length));
    mask.end();
    return mask.looked;
  };

  test.each(['a\n', 'x\r\na\n', ':\n', '=\r\n', '"\n', '12: a=b\n', 'a/b.c:1 -d\r\ne\n'])(
    'is looked for once in what has no sign of one, however many lines there are of %j',
    (piece) => expect(lookedAt(piece, 6_000)).toBeLessThanOrEqual(6_000),
  );

  test('has one of the signs that are looked for first', () => {
    const parts = [
      ...[
        'token',
        'PASS',
        'pwd',
        'api_key',
        '_dsn',
        'cookie',
        'Authorization',
        'x-auth-key',
        'ENV',
        'TOKEN',
        'DB_',
      ],
      ...[
        'bearer',
        'Basic',
        'login',
        'password',
        '-u',
        '--user',
        'mysql',
        'sshpass',
        '-p',
        'session',
        'connect.sid',
      ],
      ...['sig', '://', '/sign-in', '/verify', '?code', '\\u0026key', '%26jwt', 'hooks.slack.com/services/'],
      ...[
        '.webhook.office.com/',
        'api.telegram.org/bot',
        'ghp_',
        'eyJ',
        'AKIA',
        'sk-',
        'SG.',
        'npm_',
        'hf_',
        'xapp-',
      ],
      ...[
        '=',
        ':',
        ' ',
        '"',
        '@',
        '#',
        '-',
        '--',
        'a',
        'abcdefgh12',
        'A1b2C3d4E5f6G7h8I9j0K1',
        '\n',
        '|',
        '>',
      ],
    ];
    const text = fc.array(fc.constantFrom(...parts), { maxLength: 8 }).map((some) => some.join(''));
    fc.assert(
      fc.property(text, (some) => rangesIn(some).every(({ start, end }) => start === end) || hasSign(some)),
      { numRuns: 20_000 },
    );
  });

  test.each(['a\n', 'x\r\na\n', ':\n', '=\r\n', '"\n', 't\no\nk\ne\nn\n=\n'])(
    'is looked for in no more than so much at once, however many lines there are of %j',
    (piece) => {
      const [once, twice] = [lookedAt(piece, 6_000), lookedAt(piece, 12_000)];
      expect(once).toBeLessThan(6_000 * 200);
      expect(twice).toBeLessThan(2.1 * once + 1_000);
    },
  );

  test('takes time by the length of the text alone', () => {
    const pieces = fc.array(
      fc.constantFrom('token', '=', ':', '"', "'", '-', '--', ' ', '@', '/', 'eyJ', '\\', '.', '\n', 'a'),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(pieces, (some) => {
        const text = some.join('').repeat(Math.ceil(20_000 / some.join('').length));
        const begun = process.cpuUsage();
        withoutSecrets(text);
        expect(process.cpuUsage(begun).user).toBeLessThan(1_500_000);
      }),
      { numRuns: 60 },
    );
  });
});
