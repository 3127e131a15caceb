import {
  aDecision,
  aDetail,
  aFile,
  aGate,
  anInstance,
  aWaitingGate,
  digestOf,
} from '../../../testing/factories';
import { gateWords } from '../ui/gate-words';
import { gateRow } from './gate-row';
import {
  changeBetween,
  decisionsOf,
  heardOf,
  isBehind,
  keepReading,
  nextOf,
  standingOf,
  titleOf,
} from './reading';

const read = aDetail();
const fileMoved = aDetail({ status_file: aFile({ digest: digestOf('9') }) });
const aTextFile = (text: string, bytes = 'f') =>
  aFile({ digest: digestOf(bytes), project: { ...aFile().project, reading_digest: digestOf(text) } });
const gateMoved = aDetail({ waiting: aWaitingGate({ digest: digestOf('8') }) });
const passed = aDetail({
  waiting: undefined,
  status_file: aFile({
    digest: digestOf('7'),
    project: {
      ...aFile().project,
      gates: [aGate({ passed: true, waiting: false, status: 'passed', by: 'Grace' })],
    },
  }),
});

describe('what the reader has in front of them', () => {
  it('is the newest when nothing that matters changed', () => {
    const fresh = aDetail();
    expect(keepReading(read, fresh)).toBe(fresh);
  });

  it('stays while the decision is theirs and the file or the gate moves', () => {
    expect(keepReading(read, fileMoved)).toBe(read);
    expect(keepReading(read, gateMoved)).toBe(read);
  });

  it('moves on when there is nothing left to decide', () => {
    expect(keepReading(read, passed)).toBe(passed);
    const decided = aDetail({ ...fileMoved, decisions: [aDecision('sent')] });
    expect(keepReading(read, decided)).toBe(decided);
  });

  it('is never another gate’s', () => {
    const other = aDetail({ gate_id: 'g2', status_file: fileMoved.status_file });
    expect(keepReading(read, other)).toBe(other);
  });

  it('tells a moved gate from a moved file', () => {
    expect(changeBetween(read, aDetail())).toBeNull();
    expect(changeBetween(read, fileMoved)).toBe('file');
    expect(changeBetween(read, gateMoved)).toBe('gate');
  });

  it('is not moved by what nobody reads: a log line, another gate’s entry', () => {
    const logged = aDetail({ status_file: aTextFile('t', '9') });
    expect(changeBetween(aDetail({ status_file: aTextFile('t') }), logged)).toBeNull();
    expect(keepReading(aDetail({ status_file: aTextFile('t') }), logged)).toBe(logged);
    expect(
      changeBetween(aDetail({ status_file: aTextFile('t') }), aDetail({ status_file: aTextFile('u') })),
    ).toBe('text');
  });
});

describe('whether a loaded gate is still what HQ has', () => {
  const heard = (file = aFile(), gates = [aWaitingGate()]) =>
    heardOf(read, [anInstance({ status_files: [file] })], gates);

  it('is so when file and gate have the same digests', () => {
    expect(isBehind(read, heard())).toBe(false);
  });

  it.each([
    ['the file changed', heard(fileMoved.status_file)],
    ['the file is gone', heardOf(read, [anInstance({ status_files: [] })], [aWaitingGate()])],
    ['the gate changed', heard(aFile(), [aWaitingGate({ digest: digestOf('8') })])],
    ['the gate no longer waits', heard(aFile(), [])],
  ])('is not so when %s', (_case, news) => {
    expect(isBehind(read, news)).toBe(true);
  });
});

describe('the decisions of a gate', () => {
  it('are the loaded and the heard ones together, newest first, each in its latest state', () => {
    const old = aDecision('refused', { decision_id: 'd0', decided_at: '2026-11-21T10:00:00.000Z' });
    const detail = aDetail({ decisions: [aDecision('decided'), old] });
    const elsewhere = aDecision('applied', { decision_id: 'dx', status_file: 'codev/status/0069-other.md' });
    const all = decisionsOf(detail, [aDecision('applied'), elsewhere]);
    expect(all.map(({ decision_id, state }) => `${decision_id} ${state}`)).toEqual([
      'd1 applied',
      'd0 refused',
    ]);
  });

  it('keep that the gate has waited again since, which only HQ’s answer tells', () => {
    const reopened_at = '2026-11-23T10:00:00.000Z';
    const detail = aDetail({ decisions: [aDecision('applied', { reopened_at })] });
    expect(decisionsOf(detail, [aDecision('applied')])).toEqual([aDecision('applied', { reopened_at })]);
  });
});

describe('the title of a gate', () => {
  const words = gateWords(read.gate);
  const title = (decisions: Parameters<typeof standingOf>[1], detail = read) =>
    titleOf(standingOf(detail, decisions, 'approver'), words);

  it('is a question only while it is one', () => {
    expect(title([])).toBe('Move from specify to plan?');
    expect(title([aDecision('sent')])).toBe('Approval on its way: Specify → Plan');
    expect(title([aDecision('applied')])).toBe('Approved: Specify → Plan');
    expect(title([], passed)).toBe('Passed: Specify → Plan');
    expect(title([aDecision('refused')])).toBe('Move from specify to plan?');
  });
});

describe('the next gate of the same file', () => {
  it('is another one that waits there', () => {
    const next = aWaitingGate({ gate_id: 'g2' });
    expect(nextOf(read, [aWaitingGate(), next])).toBe(next);
    expect(nextOf(read, [aWaitingGate({ gate_id: 'g2', status_file: 'codev/status/0069-x.md' })])).toBeNull();
  });
});

describe('what a person can do about a gate', () => {
  const standing = (
    detail = read,
    decisions = detail.decisions,
    role: 'viewer' | 'approver' | 'admin' = 'approver',
  ) => standingOf(detail, decisions, role);

  it('is to decide, when it waits', () => {
    expect(standing()).toEqual({ kind: 'open', earlier: null });
    expect(standing(read, [], 'admin').kind).toBe('open');
  });

  it('is to look, as a viewer', () => {
    expect(standing(read, [], 'viewer').kind).toBe('may-not');
  });

  it.each(['decided', 'sent', 'applied'] as const)('is nothing more once a decision is %s', (state) => {
    expect(standing(read, [aDecision(state)])).toMatchObject({ kind: 'decided', decision: { state } });
  });

  it.each(['refused', 'expired', 'superseded'] as const)('is to decide again after one was %s', (state) => {
    expect(standing(read, [aDecision(state)])).toMatchObject({ kind: 'open', earlier: { state } });
  });

  it('is to decide anew when the gate was asked for again after one was applied', () => {
    expect(standing(gateMoved, [aDecision('applied')]).kind).toBe('open');
  });

  it('is to decide anew also when it was asked for in the very same words, which HQ has seen', () => {
    const earlier = aDecision('applied', { reopened_at: '2026-03-02T12:00:00.000Z' });
    const reopened = aDetail({ decisions: [earlier] });
    // The live stream does not tell that.
    const heard = [...decisionsOf(reopened, [aDecision('applied')])];
    expect(standing(reopened, heard)).toEqual({ kind: 'open', earlier });
    expect(standing(reopened, heard, 'viewer').kind).toBe('may-not');
    expect(gateRow(aGate(), heard).state).toBe('Waits for a person');
  });

  it('is nothing when the file says that it is passed', () => {
    expect(standing(passed, [])).toMatchObject({ kind: 'passed', gate: { by: 'Grace' } });
  });

  it('is the file’s word when HQ’s newest decision did not open the gate', () => {
    const changes = aDecision('applied', { decision_id: 'd2', kind: 'request_changes' });
    expect(standing(passed, [aDecision('applied')])).toMatchObject({ kind: 'passed', gate: { by: 'Grace' } });
    expect(standing(passed, [changes, aDecision('applied')])).toMatchObject({ kind: 'passed' });
    const { decided_at, approver } = aDecision('applied');
    const entry = aGate({
      passed: true,
      waiting: false,
      status: 'passed',
      by: approver.name,
      at: decided_at,
    });
    const project = { ...aFile().project, gates: [entry] };
    const opened = aDetail({ waiting: undefined, status_file: aFile({ project }) });
    expect(standing(opened, [aDecision('applied')]).kind).toBe('decided');
    expect(standing(opened, [changes, aDecision('applied')]).kind).toBe('passed');
  });

  it('is nothing when nobody asked, or the gate is gone', () => {
    const unasked = aDetail({ waiting: undefined });
    expect(standing(unasked, [])).toMatchObject({ kind: 'not-waiting', gate: { name: read.gate } });
    expect(standing(aDetail({ waiting: undefined, gate: 'x' }), [])).toMatchObject({
      kind: 'not-waiting',
      gate: null,
    });
  });
});
