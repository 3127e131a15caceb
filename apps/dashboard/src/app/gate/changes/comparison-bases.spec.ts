import { aDecision, digestOf } from '../../../../testing/factories';
import { baseOfDecision, baseOfLook, textBaseOfDecision } from './comparison-bases';

const AT = '2026-11-22T10:00:00.000Z';
const [NOW, OLD] = [digestOf('a'), digestOf('b')];

describe('what to compare with', () => {
  it('is what this device showed before', () => {
    expect(baseOfLook(null, NOW)).toBeNull();
    expect(baseOfLook({ digest: OLD, at: AT }, NOW)).toEqual({ kind: 'looked', at: AT, digest: OLD });
  });

  it('stays what was there before this version, however often it is shown', () => {
    const look = { digest: NOW, at: AT, before: { digest: OLD, at: AT } };
    expect(baseOfLook(look, NOW)).toMatchObject({ digest: OLD });
    expect(baseOfLook({ digest: NOW, at: AT }, NOW)).toBeNull();
  });

  const COMMIT = '3f786850e387550fdab836ed7e6dc881de23001b';
  const decided = (bound?: string, commit?: string) =>
    aDecision('applied', {
      expected: { ...(bound !== undefined && { artifacts: [{ path: 'p.md', digest: bound }] }) },
      outcome: { outcome: 'applied', status_file: 's', digest: NOW, ...(commit && { commit }) },
    });

  it('is the version of the last decision that reached the machine, by digest and by commit', () => {
    expect(baseOfDecision([aDecision('refused'), decided(OLD, COMMIT)], 'p.md', NOW)).toEqual({
      kind: 'decided',
      at: AT,
      by: 'Ada Lovelace',
      digest: OLD,
      commit: COMMIT,
    });
    expect(baseOfDecision([decided(undefined, COMMIT)], 'p.md', NOW)).toMatchObject({ commit: COMMIT });
  });

  it('is nothing without a decision, on the very version that was decided, or where nothing tells which', () => {
    expect(baseOfDecision([], 'p.md', NOW)).toBeNull();
    expect(baseOfDecision([decided(NOW, COMMIT)], 'p.md', NOW)).toBeNull();
    expect(baseOfDecision([decided(undefined, 'abc1234')], 'p.md', NOW)).toBeNull();
  });

  it('is of the status file’s own text what was read of it, whatever its log said then', () => {
    const decided = aDecision('applied', { expected: { reading_digest: OLD, file_digest: NOW } });
    expect(textBaseOfDecision([decided], NOW)).toMatchObject({ kind: 'decided', digest: OLD });
    expect(textBaseOfDecision([decided], OLD)).toBeNull();
  });
});
