import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Refusal } from '@codev-hq/protocol';
import type { Checkout } from './decision-checkout.js';
import type { DecisionOrder, Progress } from './decision-order.js';
import { adviceFor } from './git-advice.js';
import type { GitRepository } from './git-repository.js';
import { obstacleIn } from './repository-obstacle.js';

/** What porch takes as a name, and nothing that it could take for an option. */
const PLAIN_NAME = /^[A-Za-z0-9][\w.-]*$/;
const MOST_NAMED = 5;

/** In words, why porch would do something else here than approve this gate in this checkout. */
export async function whyPorchIsNotAsked(
  checkout: Checkout,
  { projectPath, projectId, gate }: DecisionOrder,
  statusFile: string,
): Promise<string | undefined> {
  if (!PLAIN_NAME.test(projectId) || !PLAIN_NAME.test(gate))
    return 'porch’s checks were not run: it cannot be given these names.';
  // Run from the main checkout, porch writes into the first copy it meets, which may be a builder's.
  if (checkout.path !== projectPath || !(await hasCopies(projectPath, statusFile))) return undefined;
  return 'porch’s checks were not run: from the main checkout it would have written into a builder’s worktree, where a copy is.';
}

/** Why porch cannot be asked now. It commits whatever is staged, and in the middle of whatever git does. */
export async function whyPorchMustWait(
  checkout: Checkout,
  repository: GitRepository,
  order: DecisionOrder,
): Promise<Progress | undefined> {
  const obstacle = await obstacleIn(checkout.path);
  if (obstacle)
    return {
      waits: `${obstacle.what} porch will be asked to approve ${order.gate} ${obstacle.remedy}`,
      begun: false,
    };
  const staged = await repository.stagedPaths();
  if ('words' in staged)
    return refuse('GIT_FAILED', `Nothing was written. ${adviceFor(staged.words)} git said: ${staged.words}`);
  if (staged.length === 0) return undefined;
  const more = staged.length > MOST_NAMED ? ` and ${staged.length - MOST_NAMED} more` : '';
  const names = staged.slice(0, MOST_NAMED).join(', ');
  return refuse(
    'GIT_FAILED',
    `Nothing was written: porch commits whatever is staged in ${checkout.path}, and that is ${names}${more}. Commit or unstage it there, then decide again.`,
  );
}

async function hasCopies(projectPath: string, statusFile: string): Promise<boolean> {
  const id = idOf(statusFile.split('/')[2] ?? '');
  const builders = await readdir(join(projectPath, '.builders')).catch((): string[] => []);
  for (const builder of builders) {
    const folder = join(projectPath, '.builders', builder, 'codev/projects');
    const projects = await readdir(folder).catch((): string[] => []);
    if (projects.some((name) => idOf(name) === id)) return true;
  }
  return false;
}

/** Of a project's folder, as porch finds it: `0412-retry-queue` is 412, `bugfix-77-x` is bugfix-77. */
function idOf(folder: string): string {
  const [, kind = '', number] = /^([a-z]+-)?0*(\d+)(?=-|$)/.exec(folder) ?? [];
  return number === undefined ? folder : kind + number;
}

function refuse(code: Refusal['code'], error: string): Progress {
  return { ok: false, refusal: { code, error } };
}
