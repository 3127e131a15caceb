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
    expect(lastGateCame(instances, [])).toEqual({ at: '2026-11-21T10:00:00+01:00', decided: false });
  });

  it('is not known after the last decision, which stands for it', () => {
    const decision = aDecision('applied', { decided_at: '2026-11-22T10:00:00.000Z' });
    expect(lastGateCame([withGate()], [decision])).toEqual({ at: '2026-11-22T10:00:00.000Z', decided: true });
  });

  it('is not known where no file says a time that is one', () => {
    expect(lastGateCame([withGate('yesterday'), withGate()], [])).toBeNull();
  });
});
