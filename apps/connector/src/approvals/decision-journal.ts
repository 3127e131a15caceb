import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { changedSinceRead, decisionOutcome, errorCode } from '@codev-hq/protocol';
import * as z from 'zod/mini';
import { isGoodStill } from './decision-deadline.js';
import { decisionOrderSchema } from './decision-order.js';
import { readIfThere, removeIfThere, syncFolder, writeDurably } from '../workspaces/data-folder.js';
import { codeOf } from '../workspaces/system-error.js';

/** What is about to be done to which file: written down before it is done. */
const editSchema = z.object({
  /** Relative to the checkout: the name it goes by, and where its bytes are. */
  statusFile: z.string(),
  target: z.string(),
  gate: z.string(),
  gateBefore: z.string(),
  gateAfter: z.string(),
  fileAfter: z.string(),
  /** The whole file before, to put back when git refuses. Dropped when there is an outcome. */
  before: z.optional(z.string()),
  /** What was written into it, to take it out of what an agent has made of the file since. Dropped likewise. */
  edits: z.optional(z.array(z.object({ start: z.int(), end: z.int(), text: z.string() }))),
  /** What git thought of the file before. */
  pathState: z.enum(['clean', 'modified', 'untracked', 'intended', 'ignored', 'none']),
  /** porch approved the gate itself in this commit: what is edited is only who decided. */
  porchCommit: z.optional(z.string()),
  /** Whether porch's own commit reached the upstream; ours follows it. */
  porchPushed: z.optional(z.boolean()),
  /** For the person, whatever else there is to say. */
  note: z.optional(z.string()),
  /** porch staged the file: taking the approval back means unstaging it too. */
  staged: z.optional(z.boolean()),
});
export type JournalledEdit = z.infer<typeof editSchema>;

/** porch was asked to approve: how things were before, to tell afterwards what it did. */
const porchRunSchema = z.object({
  statusFile: z.string(),
  target: z.string(),
  gate: z.string(),
  gateBefore: z.string(),
  before: z.string(),
  head: z.optional(z.string()),
});
export type PorchRun = z.infer<typeof porchRunSchema>;

const entrySchema = z.object({
  decisionId: z.string(),
  state: z.enum(['received', 'written', 'committed', 'answered', 'refused']),
  receivedAt: z.string(),
  order: decisionOrderSchema,
  porch: z.optional(porchRunSchema),
  edit: z.optional(editSchema),
  outcome: z.optional(decisionOutcome),
  refusal: z.optional(
    z.object({
      code: errorCode,
      error: z.string(),
      candidates: z.optional(z.array(z.string())),
      changed: z.optional(z.array(changedSinceRead)),
    }),
  ),
});
export type JournalEntry = z.infer<typeof entrySchema>;

/** HQ stops asking after a week by default; being asked late must not mean being applied twice. */
const KEEP_MS = 90 * 24 * 3_600_000;

/**
 * One small file per decision, so that a decision is applied once whenever this process dies: what was in the middle
 * is found here and finished by looking at the file and at git.
 */
export class DecisionJournal {
  private readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'decisions');
  }

  async read(decisionId: string): Promise<JournalEntry | undefined> {
    const text = await readIfThere(this.pathOf(decisionId));
    return text === undefined ? undefined : parseEntry(text);
  }

  async save(entry: JournalEntry): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeDurably(this.pathOf(entry.decisionId), JSON.stringify(entry));
  }

  /**
   * For what the file and git tell as well, so that a full disk delays nothing: should this process die, the next one
   * looks there.
   */
  async saveIfPossible(entry: JournalEntry): Promise<void> {
    await this.save(entry).catch((error: unknown) => {
      if (codeOf(error) === undefined) throw error;
    });
  }

  /** For an edit that was not made after all. */
  async forget(decisionId: string): Promise<void> {
    await removeIfThere(this.pathOf(decisionId));
    await syncFolder(this.folder);
  }

  /** What a process before this one left in the middle. Answers that HQ can no longer ask for are dropped. */
  async unfinished(now: Date): Promise<JournalEntry[]> {
    const names = await readdir(this.folder).catch((): string[] => []);
    const entries: JournalEntry[] = [];
    for (const name of names.filter((each) => each.endsWith('.json'))) {
      const path = join(this.folder, name);
      const entry = parseEntry(await readFile(path, 'utf8'));
      if (entry && entry.outcome === undefined && entry.refusal === undefined) entries.push(entry);
      else if (now.getTime() - (await stat(path)).mtimeMs > KEEP_MS && !mayComeAgain(entry, now))
        await removeIfThere(path);
    }
    return entries;
  }

  /** The id comes from outside and may hold anything, so it never becomes a path. */
  private pathOf(decisionId: string): string {
    return join(this.folder, `${createHash('sha256').update(decisionId).digest('hex')}.json`);
  }
}

/** As long as the proof is good, its frame could come again. */
function mayComeAgain(entry: JournalEntry | undefined, now: Date): boolean {
  return entry !== undefined && isGoodStill(entry.order, now);
}

/** An entry that cannot be read is as good as none: the file and git still tell what was done. */
function parseEntry(text: string): JournalEntry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
