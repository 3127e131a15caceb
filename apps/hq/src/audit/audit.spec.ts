import { AuditRepository, auditHash } from '../persistence/audit.repository.js';
import { RunningHq } from '../../testing/running-hq.js';
import { onEachEngine } from '../../testing/engines.js';

let hq: RunningHq;

onEachEngine((fresh) => {
  beforeEach(async () => {
    hq = await RunningHq.start(await fresh());
  });

  afterEach(() => hq.stop());

  it('is exported whole to the owner, each row holding the hash of the one before', async () => {
    const audit = hq.app.get(AuditRepository);
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        audit.append({ actor: 'test', event: 'reminder-set', details: { i, gone: undefined } }, i),
      ),
    );
    const ada = await hq.signIn('Ada', 'ada@example.org');
    const lines = (await (await hq.call('GET', '/api/audit', { cookie: ada })).text()).trim().split('\n');
    const rows = await audit.page(0, 1000);
    expect(lines.map((line) => JSON.parse(line).hash)).toEqual(rows.map((row) => row.hash));
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1));
    rows.forEach((row, index) => {
      expect(row.previous_hash).toBe(rows[index - 1]?.hash ?? '');
      expect(row.hash).toBe(auditHash(row));
    });
    expect(await audit.head()).toEqual({ seq: rows.length, hash: rows.at(-1)?.hash });
  });

  it('is closed to everybody else', async () => {
    await hq.signIn('Ada', 'ada@example.org');
    const grace = await hq.signIn('Grace', 'grace@example.org');
    expect((await hq.call('GET', '/api/audit', { cookie: grace })).status).toBe(403);
  });
});
