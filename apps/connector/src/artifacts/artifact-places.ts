import type { ArtifactRef } from '@codev-hq/protocol';
import { idInPath } from '../workspaces/builder-checkout.js';

type Kind = ArtifactRef['kind'];

/** Folders of Markdown that people read, by what is in them (codev-today, section 4). */
const FOLDERS: readonly (readonly [string, Kind])[] = [
  ['codev/specs', 'spec'],
  ['codev/plans', 'plan'],
  ['codev/reviews', 'review'],
];

/** Nothing outside of these is ever sent, whatever is asked for. */
const ALLOWED = /^codev\/(specs|plans|reviews|projects|status)\/[^\\\0]+\.(md|txt|yaml)$/;

/** What reviews by models are called: `412-plan-iter2-gemini.txt`. */
const CONSULTATION = /^(.+)-([a-z_]\w*)-iter(\d+)-([\w.]+)\.txt$/;

export function mayBeSent(path: string): boolean {
  return ALLOWED.test(path) && !path.split('/').some((step) => step === '..' || step === '.' || step === '');
}

/** Where to look for what is read for a status file's gates: relative folders. */
export function foldersFor(statusFile: string): string[] {
  const own = projectFolder(statusFile);
  return [...FOLDERS.map(([folder]) => folder), ...(own === undefined ? [] : [own])];
}

/** What a file in one of those folders is for that status file; undefined when it is another project's, or nothing. */
export function artifactNamed(statusFile: string, folder: string, name: string): ArtifactRef | undefined {
  const path = `${folder}/${name}`;
  if (!mayBeSent(path)) return undefined;
  if (folder === projectFolder(statusFile)) {
    if (name === 'plan.md') return { kind: 'plan', path };
    const [, , phase, iteration, model] = CONSULTATION.exec(name) ?? [];
    if (phase === undefined || iteration === undefined || model === undefined) return undefined;
    return { kind: 'consultation', path, phase, iteration: Number(iteration), model };
  }
  const kind = FOLDERS.find(([known]) => known === folder)?.[1];
  if (kind === undefined || !name.endsWith('.md') || !isOf(statusFile, name)) return undefined;
  return { kind, path };
}

function projectFolder(statusFile: string): string | undefined {
  return statusFile.startsWith('codev/projects/') ? statusFile.split('/').slice(0, 3).join('/') : undefined;
}

/** By the number at its front, leading zeros aside; `bugfix-77`'s may be called 77 too. */
function isOf(statusFile: string, name: string): boolean {
  const id = idInPath(statusFile);
  const [, kind = '', number] = /^([a-z]+-)?0*(\d+)(?=-|\.|$)/.exec(name) ?? [];
  if (id === undefined || number === undefined) return false;
  return id === kind + number || (kind === '' && id.endsWith(`-${number}`));
}
