import { aDecision, aFile, aGate, anInstance } from '../../../testing/factories';
import { lastGateCame } from './last-gate';

const withGate = (requested_at?: string) => {
  const file = aFile();
  return anInstance({
    status_files: [aFile({ project: { ...file.project, gates: [aGate({ requested_at })] } })],
  });
};

describe('when the last gate came', () => {
  it('is what the newest status file says', () => {
    const instances = [withGate('2026-11-20T10:00:00Z'), withGate('2026-11-21T10:00:00+01:00')];
    expect(lastGateCame(instances, [])).toBe('2026-11-21T10:00:00+01:00');
  });

  it('is no earlier than the last decision', () => {
    const decision = aDecision('applied', { decided_at: '2026-11-22T10:00:00.000Z' });
    expect(lastGateCame([withGate()], [decision])).toBe('2026-11-22T10:00:00.000Z');
  });

  it('is not known where no file says a time that is one', () => {
    expect(lastGateCame([withGate('yesterday'), withGate()], [])).toBeNull();
  });
});
