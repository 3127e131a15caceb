import type { Repository } from '../../testing/repository.ts';
import { until } from '../../testing/until.ts';
import type { Approver } from './approver.ts';
import { paper } from './paper.ts';
import {
  MARKDOWN_GATES,
  MARKDOWN_PHASES,
  markdownStatus,
  PORCH_GATES,
  PORCH_PHASES,
  porchStatus,
  type WrittenGate,
  type WrittenStatus,
} from './status-texts.ts';
import { DAY, HOUR, MINUTE, TODAY, type StoryClock } from './story-clock.ts';

/** A project that went through gates before today. */
export interface Past {
  readonly repository: Repository;
  readonly format: 'porch' | 'markdown';
  readonly id: string;
  readonly title: string;
  /** Days before today. */
  readonly begun: number;
  /** How many of its four gates are behind it; with all of them it is finished. */
  readonly gates: number;
  /** The gate, from 0, of which changes were requested first, and what was said. */
  readonly sentBack?: { readonly gate: number; readonly comment: string };
}

interface Step {
  readonly past: Past;
  readonly index: number;
  readonly asked: number;
  readonly decided: number;
  readonly by: Approver;
  readonly comment?: string;
  /** The version after changes were requested. */
  readonly again?: true;
}

/** Minutes that people let agents wait: mostly short, sometimes over night. */
const WAITS = [14, 52, 7, 186, 33, 410, 21, 95, 1140, 64, 0.5, 240, 18, 75, 610, 41, 128];
/** Days. */
const BETWEEN_GATES = 1.9;

/** The gates that the decision opened, for what is written next. */
export type Opened = ReadonlyMap<string, readonly WrittenGate[]>;

/** Lives through it: each gate is asked for, decided by a person on its day, and committed by its machine. */
export async function live(
  pasts: readonly Past[],
  people: readonly Approver[],
  clock: StoryClock,
): Promise<Opened> {
  const opened = new Map<string, readonly WrittenGate[]>(pasts.map(({ id }) => [id, []]));
  const steps = pasts
    .flatMap((past, nth) => stepsOf(past, nth, people))
    .toSorted((one, other) => one.decided - other.decided);
  for (const { past, index, asked, decided, by, comment, again } of steps) {
    const { hq } = by;
    const [gates, phases] = namesOf(past);
    const name = gates[index] ?? '';
    const before = opened.get(past.id) ?? [];
    await clock.moveTo(decided, hq);
    write(past, { phase: phases[index] ?? '', gates: [...before, { name, asked }], updated: asked }, again);
    const gate = await until(`${past.id} to wait at ${name}`, async () =>
      (await hq.waiting()).find(
        (one) => one.project_id === past.id && one.gate.startsWith(name) && !one.changes_requested,
      ),
    );
    await by.decides(comment ? 'reject' : 'approve', gate, comment);
    if (comment) continue;
    const now = [...before, { name, asked, opened: { by: by.person.name, at: decided } }];
    opened.set(past.id, now);
    if (now.length === gates.length)
      write(past, { phase: phases.at(-1) ?? '', gates: now, updated: decided });
  }
  return opened;
}

function stepsOf(past: Past, nth: number, people: readonly Approver[]): Step[] {
  return Array.from({ length: past.gates }, (_, index) => {
    const day = Math.floor(index * BETWEEN_GATES) * DAY - past.begun * DAY;
    const asked = onWorkday(TODAY + day + ((nth * 67 + index * 110) % 330) * MINUTE);
    const decided = asked + (WAITS[(nth * 5 + index * 3) % WAITS.length] ?? 0) * MINUTE;
    const by = people[(nth + index) % people.length];
    if (!by) throw new Error('Nobody decides.');
    const step = { past, index, asked, decided, by };
    if (past.sentBack?.gate !== index) return [step];
    const again = decided + 5 * HOUR;
    return [
      { ...step, comment: past.sentBack.comment },
      { ...step, asked: again, decided: again + 40 * MINUTE, again: true as const },
    ];
  }).flat();
}

function onWorkday(at: number): number {
  const day = new Date(at).getUTCDay();
  return day === 0 ? at + DAY : day === 6 ? at - DAY : at;
}

function namesOf({ format }: Past): readonly [gates: readonly string[], phases: readonly string[]] {
  return format === 'porch' ? [PORCH_GATES, PORCH_PHASES] : [MARKDOWN_GATES, MARKDOWN_PHASES];
}

function write(past: Past, now: Pick<WrittenStatus, 'phase' | 'gates' | 'updated'>, again = false): void {
  const { id, format, repository } = past;
  const title = format === 'porch' ? past.title.toLowerCase().replaceAll(' ', '-') : past.title;
  const status = { id, title, begun: TODAY - past.begun * DAY, ...now };
  const first = paper('ordinary-status.md');
  const text = again ? first.replace('One page, one job', 'What was asked is answered; one page') : first;
  if (format === 'porch') repository.commit(`codev/projects/${id}-${title}/status.yaml`, porchStatus(status));
  else repository.commit(markdownPath(past), markdownStatus(status, text));
}

export function markdownPath({ id, title }: Pick<Past, 'id' | 'title'>): string {
  return `codev/status/${id}-${title.toLowerCase().replaceAll(' ', '-')}.md`;
}
