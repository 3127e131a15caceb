import type { ArtifactRef } from '@codev-hq/protocol';
import { papersOf } from './papers';

const spec: ArtifactRef = { kind: 'spec', path: 'codev/specs/412-queue.md' };
const plan: ArtifactRef = { kind: 'plan', path: 'codev/plans/412-queue.md' };
const review: ArtifactRef = { kind: 'review', path: 'codev/reviews/412-queue.md' };
const diff: ArtifactRef = { kind: 'diff', path: '@diff' };
const pull: ArtifactRef = { kind: 'pull-request', path: 'https://x/1', url: 'https://x/1', title: '#1' };
const consultation = (model: string, iteration: number): ArtifactRef => ({
  kind: 'consultation',
  path: `codev/projects/412/412-plan-iter${iteration}-${model}.txt`,
  phase: 'plan',
  iteration,
  model,
});
const kinds = (papers: readonly { ref: ArtifactRef }[]) => papers.map(({ ref }) => ref.kind);

describe('what there is to read for a gate', () => {
  it.each([
    ['spec-approval', ['spec']],
    ['specify_to_plan.human_approval', ['spec']],
    ['plan-approval', ['plan']],
    ['plan_to_implement.human_approval', ['plan']],
    ['dev-approval', ['diff']],
    ['pr', ['review', 'diff']],
    ['verify-approval', ['review', 'diff']],
    ['experiment-complete', ['spec', 'plan', 'review', 'diff']],
  ])('at %s is about %j', (gate, about) => {
    expect(kinds(papersOf(gate, [spec, plan, review, diff]).subject)).toEqual(about);
  });

  it('is about everything when what it should be about is not there', () => {
    expect(kinds(papersOf('plan-approval', [spec, review]).subject)).toEqual(['spec', 'review']);
  });

  it('has what models said apart, the newest round first', () => {
    const { reviews, subject } = papersOf('plan-approval', [
      plan,
      consultation('codex', 1),
      consultation('gemini', 2),
    ]);
    expect(reviews.map(({ ref }) => ref.model)).toEqual(['gemini', 'codex']);
    expect(kinds(subject)).toEqual(['plan']);
  });

  it('has pull requests as links', () => {
    expect(papersOf('pr', [review, pull]).pullRequests).toEqual([pull]);
  });

  it('names each in addresses, and two of a kind apart', () => {
    const other = { ...plan, path: 'codev/projects/412-queue/plan.md' };
    expect(papersOf('plan-approval', [plan, other]).subject.map(({ key }) => key)).toEqual([
      'plan',
      'plan-2',
    ]);
  });
});
