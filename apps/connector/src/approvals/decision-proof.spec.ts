import { CompactSign, exportJWK, generateKeyPair, UnsecuredJWT } from 'jose';
import type { HqPayload, ProofClaims, PublicKey } from '@codev-hq/protocol';
import { ApprovalBench, FEATURE, GATE, INSTANCE } from '../../testing/approval-bench.js';
import { Cleanup } from '../../testing/running-connector.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit } from '../../testing/temp-repository.js';
import { approvalOrder, requestOrder } from './decision-order.js';
import { PinnedKeys } from './pinned-keys.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const HQ_URL = 'ws://hq.test/ws';

/** An HQ's signing key. */
async function signer() {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const key = { ...(await exportJWK(publicKey)), kty: 'OKP', alg: 'EdDSA', kid: 'k1' } as PublicKey;
  const sign = (claims: object): Promise<string> =>
    new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'EdDSA', kid: 'k1' })
      .sign(privateKey);
  return { key, sign };
}

function claimsOf(payload: HqPayload<'approval'>): ProofClaims {
  return {
    jti: payload.decision_id!,
    iat: 1,
    exp: Math.floor(Date.now() / 1000) + 3600,
    iss: 'codev-hq',
    sub: payload.approver!.id,
    kind: 'approve',
    approver: payload.approver!,
    instance_id: INSTANCE,
    project_path: payload.project_path,
    project_id: payload.project_id,
    status_file: payload.status_file!,
    gate: payload.gate,
    decided_at: payload.approved_at,
    ...(payload.comment && { comment: payload.comment }),
    expected: payload.expected ?? {},
  };
}

async function signedBench() {
  const bench = await ApprovalBench.onRepository(cleanup);
  const hq = await signer();
  await bench.service.meet(HQ_URL, [hq.key]);
  const decide = (payload: HqPayload<'approval'>, signs = true) =>
    bench.service.decide(approvalOrder(payload, 'e'), { hqUrl: HQ_URL, signs });
  return { bench, hq, decide };
}

const REFUSED = { ok: false, refusal: { code: 'PROOF_INVALID' } };

describe('the proof of a decision', () => {
  test('by the pinned key over exactly this decision is accepted, and kept in the commit', async () => {
    const { bench, hq, decide } = await signedBench();
    const payload = bench.payload({ comment: 'ok', expected: { gate_digest: bench.gateDigest() } });
    const proof = await hq.sign(claimsOf(payload));
    expect(await decide({ ...payload, proof })).toMatchObject({ ok: true });
    const kept = bench.folder.git('log', '-1', '--format=%(trailers:key=HQ-Proof,valueonly)').trim();
    expect(kept).toBe(proof);
  });

  test('of an approval is none of a request for changes, which needs its own', async () => {
    const { bench, hq } = await signedBench();
    const { approved_by, approved_at, ...target } = bench.payload({ comment: 'No.' });
    const claims = claimsOf({ ...target, approved_by, approved_at });
    const request = async (kind: ProofClaims['kind']) => {
      const proof = await hq.sign({ ...claims, kind });
      const words = { rejected_by: approved_by, rejected_at: approved_at, comment: 'No.' };
      const order = requestOrder({ ...target, ...words, proof }, 'e');
      return bench.service.decide(order, { hqUrl: HQ_URL, signs: true });
    };
    expect(await request('approve')).toMatchObject(REFUSED);
    expect(bench.folder.read(FEATURE)).toBe(statusFile());
    expect(await request('request_changes')).toMatchObject({ ok: true });
  });

  test('that is older than it was good for opens nothing, whatever became of the journal', async () => {
    const { bench, hq, decide } = await signedBench();
    const payload = bench.payload();
    const proof = await hq.sign({ ...claimsOf(payload), exp: 1_700_000_000 });
    const before = bench.folder.read(FEATURE);
    expect(await decide({ ...payload, proof })).toEqual({
      ok: false,
      refusal: {
        code: 'EXPIRED',
        error: expect.stringMatching(/good until 2023-11-14T22:13:20.000Z, and here it is .*decide again/),
      },
    });
    expect(bench.folder.read(FEATURE)).toBe(before);
    expect(bench.folder.commits()).toHaveLength(1);
  });

  test('that is good for ever is refused, whoever signed it', async () => {
    const { bench, hq, decide } = await signedBench();
    const payload = bench.payload();
    const { exp, ...endless } = claimsOf(payload);
    expect(exp).toBeDefined();
    expect(await decide({ ...payload, proof: await hq.sign(endless) })).toMatchObject({
      ok: false,
      refusal: { code: 'PROOF_INVALID', error: expect.stringContaining('until when it is good') },
    });
    expect(bench.folder.read(FEATURE)).toBe(statusFile());
  });

  test('that was begun in time is finished late', async () => {
    const { bench, hq, decide } = await signedBench();
    const payload = bench.payload();
    const inTime = await hq.sign({ ...claimsOf(payload), exp: Math.floor(Date.now() / 1000) + 3600 });
    expect(await decide({ ...payload, proof: inTime })).toMatchObject({ ok: true });
    const late = await hq.sign({ ...claimsOf(payload), exp: 1_700_000_000 });
    expect(await decide({ ...payload, proof: late })).toMatchObject({
      ok: true,
      outcome: { outcome: 'already_applied' },
    });
  });

  test.each<[string, Partial<ProofClaims>]>([
    ['decision', { jti: 'another' }],
    ['instance', { instance_id: 'another' }],
    ['gate', { gate: 'plan_to_implement.human_approval' }],
    ['project', { project_path: '/another' }],
    ['project id', { project_id: '0069' }],
    ['status file', { status_file: 'codev/status/0069.md' }],
    ['worktree', { worktree: '/w' }],
    ['approver', { approver: { id: 'eve', name: 'Eve' } }],
    ['time', { decided_at: '2020-01-01T00:00:00.000Z' }],
    ['comment', { comment: 'another' }],
    ['expectation', { expected: { gate_digest: '0'.repeat(64) } }],
    ['kind', { kind: 'request_changes' }],
  ])('for another %s is refused, and nothing is written', async (what, other) => {
    const { bench, hq, decide } = await signedBench();
    const payload = bench.payload();
    const proof = await hq.sign({ ...claimsOf(payload), ...other });
    expect(await decide({ ...payload, proof })).toMatchObject({
      ok: false,
      refusal: { code: 'PROOF_INVALID', error: expect.stringContaining(what) },
    });
    expect(bench.folder.read(FEATURE)).toBe(statusFile());
  });

  test('by another key is refused', async () => {
    const { bench, decide } = await signedBench();
    const payload = bench.payload();
    const proof = await (await signer()).sign(claimsOf(payload));
    expect(await decide({ ...payload, proof })).toMatchObject(REFUSED);
  });

  test('that is missing, unsigned or no proof at all is refused', async () => {
    const { bench, hq, decide } = await signedBench();
    const payload = bench.payload();
    const unsigned = new UnsecuredJWT({ ...claimsOf(payload) }).encode();
    const elsewhere = await hq.sign({ gate: GATE });
    for (const proof of [undefined, '', 'a.b.c', unsigned, elsewhere])
      expect(await decide({ ...payload, proof })).toMatchObject(REFUSED);
  });

  test('is asked for whenever keys are pinned, even of an HQ that no longer announces them', async () => {
    const { bench, decide } = await signedBench();
    expect(await decide(bench.payload(), false)).toMatchObject(REFUSED);
  });

  test('is asked for when HQ announces it without showing keys', async () => {
    const bench = await ApprovalBench.onRepository(cleanup);
    const origin = { hqUrl: HQ_URL, signs: true };
    expect(await bench.service.decide(approvalOrder(bench.payload(), 'e'), origin)).toMatchObject(REFUSED);
  });
});

describe('the keys of an HQ', () => {
  test('are pinned when it is first met, also for the next process', async () => {
    const { bench, hq } = await signedBench();
    expect(await new PinnedKeys(bench.data.path).of(HQ_URL)).toEqual([hq.key]);
    expect(await new PinnedKeys(bench.data.path).meet(HQ_URL, [hq.key])).toEqual({ kind: 'known' });
  });

  test('are not replaced by others, which is said loudly', async () => {
    const { bench, hq } = await signedBench();
    await bench.service.meet(HQ_URL, [(await signer()).key]);
    expect(await bench.room.keys.of(HQ_URL)).toEqual([hq.key]);
    expect(bench.lines.at(-1)).toMatchObject({ level: 50, msg: expect.stringContaining('other keys') });
  });

  test('belong to its URL: another HQ has its own', async () => {
    const { bench } = await signedBench();
    const other = await signer();
    await bench.service.meet('ws://other.test/ws', [other.key]);
    expect(await bench.room.keys.of('ws://other.test/ws')).toEqual([other.key]);
  });

  test('in a damaged file are not silently forgotten', async () => {
    const { bench } = await signedBench();
    for (const damage of ['{"x": 1}', '{"x']) {
      bench.data.write('known-hqs.json', damage);
      await expect(bench.room.keys.of(HQ_URL)).rejects.toThrow(/damaged/);
    }
  });
});
