import type { GateModel } from '@codev-hq/protocol';
import type { GateRefusal } from './find-pending-gate.js';
import type { ParseOptions } from './parse-status-file.js';
import type { TextEdit } from './text-edit.js';

/** A map is written on one line, as in `{ by: 'Ada', comment: '…' }`; one that is there has its values replaced. */
export type FieldValue = string | Readonly<Record<string, string>>;

/**
 * What to write into a gate's entry, in this order: `{ status: 'passed', by: 'Ada', at: '…' }` for Markdown,
 * `{ status: 'approved', approved_at: '…', approved_by: 'Ada' }` for porch. Keys that are there get the new value, others
 * are added; an empty record leaves the entry alone. Values may be any text, or a map of texts, keys are plain words.
 */
export interface GateChange {
  readonly fields: Readonly<Record<string, FieldValue>>;
  /**
   * Plain values at the top of the document that change with the gate (porch's `updated_at`, `pr_ready_for_human`, `phase`). Only
   * where they are: a key that is missing, or has no value, is not added.
   */
  readonly alongside?: Readonly<Record<string, string | boolean>>;
}

export interface SetGateOptions extends ParseOptions {
  /**
   * One line to append to the `## Log` section of a Markdown file (`- 2026-01-16 … approved by Ada`), written as it is but
   * for line breaks and control characters, which become blanks. Ignored for porch files, which have no log.
   */
  readonly logLine?: string;
}

export type GateEdit =
  /** `edits` made `text` of the text before: `undoEdit` takes them out again. */
  | {
      readonly ok: true;
      readonly text: string;
      readonly gate: GateModel;
      readonly edits: readonly TextEdit[];
    }
  | { readonly ok: false; readonly refusal: GateRefusal };
