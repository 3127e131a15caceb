import { createHash } from 'node:crypto';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { readIfThere, removeIfThere, writeDurably } from '../workspaces/data-folder.js';

const entry = z.object({ status: z.string(), detail: z.optional(z.string()) });
export type CommandWord = z.infer<typeof entry>;

const KEEP_MS = 7 * 24 * 3_600_000;

/** What became of each command, so that one that comes again is not carried out again. */
export class CommandJournal {
  private readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'commands');
  }

  async read(commandId: string): Promise<CommandWord | undefined> {
    const text = await readIfThere(this.pathOf(commandId));
    if (text === undefined) return undefined;
    try {
      return entry.parse(JSON.parse(text));
    } catch {
      // That it was begun is certain; more is not.
      return { status: 'accepted' };
    }
  }

  async save(commandId: string, word: CommandWord): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeDurably(this.pathOf(commandId), JSON.stringify(word));
  }

  /** Drops what nobody asks for any more. */
  async forgetOld(now: Date): Promise<void> {
    for (const name of await readdir(this.folder).catch((): string[] => [])) {
      const path = join(this.folder, name);
      const info = await stat(path).catch(() => undefined);
      if (info && now.getTime() - info.mtimeMs > KEEP_MS) await removeIfThere(path);
    }
  }

  /** The id comes from outside and may hold anything, so it never becomes a path. */
  private pathOf(commandId: string): string {
    return join(this.folder, `${createHash('sha256').update(commandId).digest('hex')}.json`);
  }
}
