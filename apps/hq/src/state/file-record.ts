import type { ArtifactRef, GateModel, StatusFileModel } from '@codev-hq/protocol';
import type { StatusFileRow } from '../persistence/tables.js';
import { placeKey } from './mirror-records.js';

export type WaitingSince = Readonly<Record<string, number>>;

/** Since when a gate waited before its file went and came back; undefined when it is another question. */
export type Recall = (row: FileRecord['row'], gate: GateModel) => number | undefined;

/**
 * One version of a status file. Its YAML is read when somebody first asks for what it says, since most versions are
 * replaced by the next one before anybody does: reading costs ten times as much as receiving.
 */
export class FileRecord {
  private whatItSays: { readonly model: StatusFileModel; readonly since: WaitingSince } | undefined;

  private constructor(
    readonly row: Omit<StatusFileRow, 'waiting_since'>,
    /** Where it is: see {@link placeKey}. One string for all versions, which every listener looks something up by. */
    readonly key: string,
    private readonly parse: (content: string, path: string) => StatusFileModel,
    private readonly known: WaitingSince,
    private readonly recall: Recall,
  ) {}

  /** A version that was just received, or one from the database with the gates that were waiting then. */
  static of(
    row: Omit<StatusFileRow, 'waiting_since'>,
    parse: (content: string, path: string) => StatusFileModel,
    known: WaitingSince = {},
    recall: Recall = () => undefined,
  ): FileRecord {
    return new FileRecord(row, placeKey(row), parse, known, recall);
  }

  get model(): StatusFileModel {
    return this.read().model;
  }

  /** Gate name → since when it waits, milliseconds. */
  get waitingSince(): WaitingSince {
    return this.read().since;
  }

  /** What a person reads for this file; its text is on the machine. */
  get artifacts(): readonly ArtifactRef[] {
    return this.row.artifacts === null ? [] : (JSON.parse(this.row.artifacts) as ArtifactRef[]);
  }

  get copies(): readonly string[] {
    return this.row.copies === null ? [] : (JSON.parse(this.row.copies) as string[]);
  }

  /** Whether another version says the same, down to what is beside it. */
  isSameAs({ row }: FileRecord): boolean {
    const { digest, artifacts, copies } = this.row;
    return digest === row.digest && artifacts === row.artifacts && copies === row.copies;
  }

  /** The same content, sent again, with what else has changed. */
  again(row: FileRecord['row']): FileRecord {
    const same = new FileRecord(row, this.key, this.parse, this.known, this.recall);
    same.whatItSays = this.whatItSays;
    return same;
  }

  /** A newer version: gates that wait keep the time since when, over versions that nobody read as well. */
  followedBy(row: FileRecord['row']): FileRecord {
    // What was read before says which gates waited: one that did not is asked for anew, however alike it is.
    const recall = this.whatItSays ? () => undefined : this.recall;
    return new FileRecord(row, this.key, this.parse, this.whatItSays?.since ?? this.known, recall);
  }

  /** As the database keeps it. With since when gates of the versions before waited, an unread one reads the same later. */
  stored(): StatusFileRow {
    return { ...this.row, waiting_since: JSON.stringify(this.whatItSays?.since ?? this.known) };
  }

  /** What it says, and since when its gates wait; read once. */
  read(): { readonly model: StatusFileModel; readonly since: WaitingSince } {
    if (!this.whatItSays) {
      const model = this.parse(this.row.content, this.row.path);
      this.whatItSays = { model, since: this.sinceOf(model.gates) };
    }
    return this.whatItSays;
  }

  /** Since when each waiting gate waits: kept over edits elsewhere in the file, new when the gate is asked for again. */
  private sinceOf(gates: readonly GateModel[]): WaitingSince {
    const since = (gate: GateModel) =>
      this.known[gate.name] ?? this.recall(this.row, gate) ?? this.row.updated_at;
    return Object.fromEntries(gates.filter((gate) => gate.waiting).map((gate) => [gate.name, since(gate)]));
  }
}
