import { Repository, statusFile } from './repository.ts';

const PHASES = ['specify', 'plan', 'implement', 'review'] as const;
const GATES: Record<(typeof PHASES)[number], string> = {
  specify: 'specify_to_plan',
  plan: 'plan_to_implement',
  implement: 'implement_to_review',
  review: 'review_to_done',
};
const SUBJECTS = ['Invoice numbers', 'Refund limits', 'Retry queue', 'Gift cards', 'Password rules'] as const;

export interface Amount {
  readonly projects: number;
  /** How many of them wait for a person. */
  readonly waiting: number;
  readonly repositories: number;
}

/** Repositories with many projects in all phases, every one with a status file of its own. */
export function manyProjects({ projects, waiting, repositories }: Amount): Repository[] {
  const made = Array.from({ length: repositories }, (_, index) => new Repository(`shop-${index + 1}`));
  for (let index = 0; index < projects; index++) {
    const id = String(index + 1).padStart(4, '0');
    const phase = at(PHASES, index);
    const file = statusFile({
      id,
      title: `${at(SUBJECTS, index)} for shop ${id}`,
      phase,
      gate: GATES[phase],
    });
    // Spread evenly, so that every repository and every phase has some.
    const waits = Math.floor((index * waiting) / projects) !== Math.floor(((index + 1) * waiting) / projects);
    at(made, Math.floor(index / PHASES.length)).write(
      `codev/status/${id}-project.md`,
      waits ? file : file.replace('{ status: pending }', '{ status: passed }'),
    );
  }
  for (const repository of made) {
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--message=Add status files');
  }
  return made;
}

/** Round and round. */
function at<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('The list is empty.');
  return item;
}
