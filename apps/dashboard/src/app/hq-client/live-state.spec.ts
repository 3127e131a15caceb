import { aDecision, aFile, anInstance, aSnapshot, aWaitingGate, digestOf } from '../../../testing/factories';
import { afterEvent, NOTHING_YET, newerDecision, type LiveState } from './live-state';

const start: LiveState = afterEvent(NOTHING_YET, { name: 'snapshot', data: aSnapshot() });

describe('the live state', () => {
  it('is replaced as a whole by a snapshot', () => {
    const data = aSnapshot({ instances: [anInstance({ instance_id: 'i2' })], gates: [] });
    const next = afterEvent(start, { name: 'snapshot', data });
    expect(Object.keys(next.instances)).toEqual(['i2']);
    expect(next.gates).toEqual({});
  });

  it('keeps an instance’s files when its connection changes, and tells its gates', () => {
    const { status_files: _files, builders: _builders, ...view } = anInstance({ online: false });
    const next = afterEvent(start, { name: 'instance', data: view });
    expect(next.instances['i1']?.status_files).toHaveLength(1);
    expect(next.gates['g1']?.online).toBe(false);
  });

  it('lets a machine go that HQ has forgotten, with its gates, and keeps what was decided there', () => {
    const gate = aWaitingGate({ gate_id: 'g2', instance_id: 'i2' });
    const data = aSnapshot({
      instances: [anInstance(), anInstance({ instance_id: 'i2' })],
      gates: [aWaitingGate(), gate],
      decisions: [aDecision('decided')],
    });
    const both = afterEvent(NOTHING_YET, { name: 'snapshot', data });
    const { status_files: _files, builders: _builders, ...view } = anInstance({ online: false });
    const next = afterEvent(both, { name: 'instance', data: { ...view, removed: true } });
    expect(Object.keys(next.instances)).toEqual(['i2']);
    expect(Object.keys(next.gates)).toEqual(['g2']);
    expect(Object.keys(next.decisions)).toEqual(['d1']);
  });

  it('replaces a file by its address and keeps equal paths of other projects and worktrees apart (S12)', () => {
    const elsewhere = { ...aFile({ project_path: '/home/ada/other' }), instance_id: 'i1' };
    const worktree = { ...aFile({ worktree: '/home/ada/shop/.builders/68' }), instance_id: 'i1' };
    const changed = { ...aFile({ digest: digestOf('c') }), instance_id: 'i1' };
    const next = [elsewhere, worktree, changed].reduce(
      (state, data) => afterEvent(state, { name: 'status_file', data }),
      start,
    );
    const files = next.instances['i1']?.status_files ?? [];
    expect(files.map((file) => [file.project_path, file.worktree, file.digest[0]])).toEqual([
      ['/home/ada/other', undefined, 'f'],
      ['/home/ada/shop', '/home/ada/shop/.builders/68', 'f'],
      ['/home/ada/shop', undefined, 'c'],
    ]);
  });

  it('forgets a deleted file', () => {
    const { path, project_path } = aFile();
    const data = { instance_id: 'i1', path, project_path, deleted: true as const };
    expect(afterEvent(start, { name: 'status_file', data }).instances['i1']?.status_files).toEqual([]);
  });

  it('adds, replaces and removes builders by id and worktree', () => {
    const builder = {
      instance_id: 'i1',
      builder_id: '0068',
      status: 'implementing' as const,
      project_path: '/home/ada/shop',
      updated_at: '',
    };
    const added = afterEvent(start, { name: 'builder', data: builder });
    const changed = afterEvent(added, { name: 'builder', data: { ...builder, status: 'blocked' } });
    expect(changed.instances['i1']?.builders.map(({ status }) => status)).toEqual(['blocked']);
    const removed = afterEvent(changed, { name: 'builder', data: { ...builder, removed: true } });
    expect(removed.instances['i1']?.builders).toEqual([]);
  });

  it('ignores a file and a builder of an instance it does not know', () => {
    const data = { ...aFile(), instance_id: 'nobody' };
    expect(afterEvent(start, { name: 'status_file', data })).toBe(start);
  });

  it('takes a gate out when it no longer waits', () => {
    const second = aWaitingGate({ gate_id: 'g2' });
    const both = afterEvent(start, { name: 'gate', data: { gate_id: 'g2', gate: second } });
    const next = afterEvent(both, { name: 'gate', data: { gate_id: 'g1' } });
    expect(Object.keys(next.gates)).toEqual(['g2']);
  });

  it('moves the decision that a waiting gate carries along with its event', () => {
    const gate = aWaitingGate({ decision: aDecision('decided') });
    const decided = afterEvent(start, { name: 'gate', data: { gate_id: 'g1', gate } });
    const sent = afterEvent(decided, { name: 'decision', data: aDecision('sent') });
    expect(sent.gates['g1']?.decision?.state).toBe('sent');
    expect(sent.decisions['d1']?.state).toBe('sent');
  });

  it('does not go back when a decision’s reports arrive out of order', () => {
    expect(newerDecision(aDecision('applied'), aDecision('decided')).state).toBe('applied');
    expect(newerDecision(aDecision('sent'), aDecision('applied')).state).toBe('applied');
  });
});
