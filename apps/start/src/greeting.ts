import type { Connected, Waiting } from './hq-client.ts';
import { signInLines, type Person } from './person.ts';

export interface Situation {
  readonly connected: Connected;
  readonly waiting: readonly Waiting[];
  readonly person: Person;
  readonly link: string;
  /** The demo repository's folder, when it is served. */
  readonly demo: string | undefined;
  readonly logs: string;
}

const SHOWN = 8;

/** What a person reads when everything runs: what is connected, what waits, the way in, how to stop. */
export function greeting({ connected, waiting, person, link, demo, logs }: Situation): string[] {
  const repositories = connected.projects.map(({ name }) => name).join(', ');
  return [
    `✓ connected: ${connected.instance_name} with ${repositories} (${count(connected.status_files.length, 'status file')})`,
    '',
    ...waitingLines(waiting, demo),
    '',
    ...signInLines(person),
    'Sign in with this link. It works once, for 15 minutes:',
    link,
    '',
    ...(demo ? [`The demo repository is ${demo}`, 'Its agent answers some seconds after you decide.'] : []),
    `Logs are in ${logs}. Ctrl-C stops everything.`,
    '',
  ];
}

function waitingLines(waiting: readonly Waiting[], demo: string | undefined): string[] {
  if (waiting.length === 0) {
    const again = demo ? ` The demo is played through; delete ${demo} and start again for a new one.` : '';
    return [`No gate waits for you.${again}`];
  }
  const rest = waiting.length - SHOWN;
  return [
    `${count(waiting.length, 'gate')} ${waiting.length === 1 ? 'waits' : 'wait'} for you:`,
    ...waiting.slice(0, SHOWN).map(({ project_id, title, gate }) => `  ${project_id}  ${title}  (${gate})`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
