import { relative } from 'node:path';
import type { GateModel, StatusFileModel } from '@codev-hq/protocol';
import { OLDER_STATE } from '../workspaces/older-farm.js';
import type { MachineConfig } from '../connector.config.js';
import type { Diagnosis, FarmFinding, ProjectFinding } from './diagnosis.js';

/** A diagnosis for people, in lines: what was found, and below it what is ignored and why. Pure. */
export function diagnosisWords({
  hq,
  hqTrouble,
  config,
  porch,
  farms,
  ignored,
  projects,
}: Diagnosis): string {
  return [
    'HQ',
    ...hqLines(hq, hqTrouble).map(indent),
    'Agent farm',
    ...farms.flatMap((farm) => farmLines(farm, config.discover)).map(indent),
    ...ignored.map(({ path, why }) => indent(`ignored: ${path} ${why}`)),
    'porch',
    indent(porch ?? 'is not on the PATH: what it would write is written, and its checks are not run'),
    'People at HQ may',
    indent(permissionWords(config)),
    ...projects.flatMap((project) => ['', ...projectLines(project)]),
  ].join('\n');
}

function hqLines(hq: Diagnosis['hq'], trouble: string | undefined): string[] {
  if (!hq.ok) return [hq.error];
  const { hqUrl, apiKey } = hq.config;
  if (!apiKey) return [`${hqUrl}, without a key: CODEV_HQ_API_KEY is not set, so it was not tried`];
  return [`${hqUrl}, with a key`, trouble ?? 'HQ answers there and takes the key'];
}

function farmLines({ dir, known, towerUrl, towerTrouble }: FarmFinding, discover: boolean): string[] {
  return [
    `${dir}: ${knownWords(known)}${discover ? '' : ', and only the given paths are served'}`,
    towerTrouble ?? `Tower answers at ${towerUrl}`,
  ];
}

function knownWords(known: FarmFinding['known']): string {
  if (known.kind === 'absent') return 'has no global.db';
  if (known.kind === 'unreadable') return known.words;
  return `knows ${counted(known.paths.length, 'workspace')}`;
}

function permissionWords({ agentFarm: { commands, terminals } }: MachineConfig): string {
  return [
    'decide on gates',
    ...commands.map((name) => name.replaceAll('_', ' ')),
    ...(terminals ? ['look at terminals'] : []),
  ].join(', ');
}

function projectLines({ workspace, checkouts, builders, files, ...rest }: ProjectFinding): string[] {
  const place = (root: string | undefined): string => placeIn(workspace.path, root);
  const builderIn = (root: string | undefined) => builders.find(({ worktree }) => worktree === root);
  const pending = files.filter(
    ({ model }) => !model.archived && (model.problem ?? pendingGates(model).length > 0),
  );
  const archived = files.filter(({ model }) => model.archived).length;
  const others = files.length - pending.length - archived;
  return [
    `${workspace.path}${workspace.isRepository ? '' : ' (no git repository: nothing can be committed)'}`,
    ...[
      ...checkouts.map((root) => {
        const builder = builderIn(root);
        return `${place(root)}${builder ? `: ${builder.builderId} on ${builder.branch ?? 'no branch'}` : ''}`;
      }),
      ...pending.flatMap((file) => [
        `${file.path} in ${place(file.worktree)}`,
        ...fileLines(file.model, builderIn(file.worktree) !== undefined).map(indent),
      ]),
      ...(others > 0 ? [`${counted(others, 'file')} with no pending gate`] : []),
      ...(archived > 0 ? [`archived: ${counted(archived, 'finished project')}`] : []),
      ...ignoredLines({ files, ...rest }, place),
    ].map(indent),
  ];
}

const OLDER_FARM = `ignored: ${OLDER_STATE} of Codev 1.6: builders are known by their worktrees, and without a Tower words do not reach them`;

function ignoredLines(
  {
    files,
    strays,
    leftBehind,
    withheld,
    olderFarm,
  }: Pick<ProjectFinding, 'files' | 'strays' | 'leftBehind' | 'withheld' | 'olderFarm'>,
  place: (root: string | undefined) => string,
): string[] {
  const copies = new Map<string, number>();
  for (const root of files.flatMap(({ copies }) => copies ?? []))
    copies.set(root, (copies.get(root) ?? 0) + 1);
  return [
    ...[...copies].map(([root, count]) => {
      const what = count === 1 ? '1 file in' : `${count} files in`;
      return `ignored: ${what} ${place(root)}, copies of what is another checkout’s own`;
    }),
    ...leftBehind.map(({ path, copies: roots }) => {
      return `ignored: ${path} is carried by builders of other projects only (${roots.map(place).join(', ')})`;
    }),
    ...withheld.map(({ projectPath, path, reason }) => `ignored: ${path} in ${place(projectPath)} ${reason}`),
    ...strays.map(({ path, why }) => `ignored: ${place(path)} ${why}`),
    ...(olderFarm ? [OLDER_FARM] : []),
  ];
}

function fileLines(model: StatusFileModel, isBuilders: boolean): string[] {
  const { problem } = model;
  const line = problem?.line === undefined ? '' : ` (line ${problem.line})`;
  return [
    ...(problem ? [`cannot be decided on: ${problem.message}${line}`] : []),
    ...pendingGates(model).map((gate) => gateWords(gate, model, isBuilders)),
  ];
}

function pendingGates({ gates }: StatusFileModel): GateModel[] {
  return gates.filter(({ status }) => status === 'pending');
}

function gateWords({ name, waiting, human }: GateModel, model: StatusFileModel, isBuilders: boolean): string {
  if (waiting) return `waits for a person: ${name}${isBuilders ? '' : unattendedWords(model)}`;
  if (model.problem) return `ignored: ${name}, until the file is mended`;
  return human
    ? `ignored: ${name} is pending, but nobody has asked for it`
    : `ignored: ${name} is decided by a program`;
}

/** HQ knows after how long; that it may is said here. */
function unattendedWords({ format, pull_request, updated_at }: StatusFileModel): string {
  if (format !== 'porch') return '';
  if (pull_request?.merged)
    return ' (no builder works on it and its pull request is merged: HQ sets it apart)';
  const touched = updated_at ? `, last touched ${updated_at.slice(0, 10)}` : '';
  return ` (no builder works on it${touched}: HQ sets it apart when that is long ago)`;
}

function placeIn(main: string, root: string | undefined): string {
  if (root === undefined || root === main) return 'the main checkout';
  const way = relative(main, root);
  return way.startsWith('..') ? root : way;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function indent(line: string): string {
  return `  ${line}`;
}
