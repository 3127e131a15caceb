import { openerOf, type Decision, type DecisionAnswer } from '@codev-hq/protocol';
import { DecidingHq, OUTCOME } from '../../testing/deciding-hq.js';
import { onEachEngine } from '../../testing/engines.js';
import { statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { recorded } from '../../testing/recorded-history.js';

const PORCH_FILE = 'codev/projects/0412-retry/status.yaml';
const PORCH = (entry: string) => `id: '0412'
title: retry-queue
protocol: spir
phase: plan
gates:
  plan-approval:
${entry}
  verify-approval:
    status: pending
    requested_at: '2026-03-02T11:12:13.141Z'
`;
const ASKED = "    requested_at: '2026-03-02T11:12:13.141Z'";

let deciding: DecidingHq;

onEachEngine((fresh) => {
  beforeEach(async () => {
    deciding = await DecidingHq.start(await fresh(), ['decision_response', 'rejection', 'manifest']);
  });
  afterEach(() => deciding.hq.stop());

  const report = async (content: string, overrides = {}) => {
    await deciding.machine.request('status_update', statusUpdate(content, overrides));
    await recorded(deciding.hq);
  };

  async function approved(body = {}): Promise<Decision> {
    const { decision_id } = (await (await deciding.approve(body)).json()) as DecisionAnswer;
    await deciding.machine.next(({ id }) => id === decision_id);
    deciding.machine.respond(decision_id, { payload: OUTCOME });
    return deciding.decided(decision_id, 'applied');
  }

  /** Whom HQ's own answer credits with the gate, and with the others of its file. */
  async function credited(gateId: string): Promise<(string | undefined)[]> {
    const { status_file, gate, decisions, others = [] } = await deciding.detail(gateId);
    const about = [...decisions, ...others];
    const { gates } = status_file.project;
    const shown = gates.filter(({ name, passed }) => passed || name === gate);
    return shown.map((each) => openerOf(each, about)?.approver.name);
  }

  it('an approval opened a gate until that is seen to wait again: its entry copied back is nobody’s', async () => {
    await recorded(deciding.hq);
    const [gate] = await deciding.gates();
    const { decided_at } = await approved();
    const entry = statusFile({ status: `passed, by: Ada Lovelace, at: "${decided_at}"` });
    await report(entry);
    expect(await credited(gate!.gate_id)).toEqual(['Ada Lovelace']);
    await report(statusFile({ log: 'Another version' }));
    await report(entry);
    expect(await credited(gate!.gate_id)).toEqual([undefined]);
    const [decision] = (await deciding.detail(gate!.gate_id)).decisions;
    expect(decision).toMatchObject({ reopened_at: expect.stringMatching(/^20/) });
  });

  it.each([
    ['asked for anew', [statusFile({ log: 'Another version' })]],
    ['asked for with an old time', [statusFile({ status: 'pending, requested_at: "2025-01-01T00:00:00Z"' })]],
    ['neither open nor asked for at first', [statusFile({ status: 'blocked' }), statusFile()]],
  ])('so it is where the gate was %s before the history told that it was open', async (_, versions) => {
    await recorded(deciding.hq);
    const [gate] = await deciding.gates();
    const { decided_at } = await approved();
    const entry = statusFile({ status: `passed, by: Ada Lovelace, at: "${decided_at}"` });
    await deciding.machine.request('status_update', statusUpdate(entry));
    for (const version of versions) await report(version);
    expect(await deciding.gates()).toHaveLength(1);
    await report(entry);
    expect(await credited(gate!.gate_id)).toEqual([undefined]);
  });

  it('a gate that waits again, however alike, is a new question as soon as the file has been seen since', async () => {
    const [gate] = await deciding.gates();
    const newest = async () => {
      const { waiting, decisions } = await deciding.detail(gate!.gate_id);
      return { waits: waiting !== undefined, reopened: decisions[0]?.reopened_at !== undefined };
    };
    await approved();
    expect(await newest()).toEqual({ waits: false, reopened: false });
    await deciding.machine.request('status_update', statusUpdate(statusFile({ status: 'passed' })));
    expect(await newest()).toEqual({ waits: false, reopened: false });
    await deciding.machine.request('status_update', statusUpdate(statusFile({ log: 'Another version' })));
    expect(await newest()).toEqual({ waits: true, reopened: true });
    const { decision_id } = await approved();
    const { decisions } = await deciding.detail(gate!.gate_id);
    expect(decisions).toMatchObject([{ decision_id }, {}]);
    expect(decisions[0]).not.toHaveProperty('reopened_at');
  });

  it('whoever decides then has opened it', async () => {
    await recorded(deciding.hq);
    const [gate] = await deciding.gates();
    await approved();
    await report(statusFile({ status: 'passed' }));
    await report(statusFile({ log: 'Another version' }));
    const { decided_at } = await approved();
    await report(statusFile({ status: `passed, by: Ada Lovelace, at: "${decided_at}"` }));
    expect(await credited(gate!.gate_id)).toEqual(['Ada Lovelace']);
  });

  it('is told of a file’s other gates too, whatever time porch’s file tells', async () => {
    const place = { status_file: PORCH_FILE };
    const pending = PORCH(`    status: pending\n${ASKED}`);
    await report(pending, place);
    const { decided_at } = await approved({
      project_id: '0412',
      gate: 'plan-approval',
      status_file: PORCH_FILE,
    });
    const by = `    approved_at: '${decided_at}'\n    approved_by: Ada Lovelace`;
    const entry = PORCH(`    status: approved\n${ASKED}\n${by}`);
    await report(entry, place);
    const gates = await deciding.gates();
    const verify = gates.find(({ gate }) => gate === 'verify-approval');
    expect(await credited(verify!.gate_id)).toEqual(['Ada Lovelace', undefined]);
    await report(pending, place);
    await report(entry, place);
    expect(await credited(verify!.gate_id)).toEqual([undefined, undefined]);
  });
});
