import { type GateModel, type StatusFileModel, type StatusFileProblem } from '@codev-hq/protocol';
import { gateDigest } from './gate-digest.js';
import { findGateEntries, type GateEntry } from './gate-entries.js';
import { porchFacts } from './porch-facts.js';
import { firstHeading, namedByPath } from './project-facts.js';
import { readingDigest } from './reading-digest.js';
import { splitSections, type Sections, type StatusFileFormat } from './sections.js';
import { lineNumber } from './text-lines.js';
import { readYamlTree, YamlProblem, type MapNode } from './yaml-tree.js';
import { dereference, scalarText, YamlReader, type MapEntry, type YamlValue } from './yaml-value.js';

export interface ParseOptions {
  /** Gates of Markdown files that a person decides, besides `human_approval`: full names or last segments. */
  readonly humanGates?: readonly string[];
}

/** A status file as it was read, for editing: the model, and where in the text it comes from. */
export interface StatusFileReading {
  readonly model: StatusFileModel;
  readonly sections: Sections;
  readonly root: MapNode | undefined;
  readonly gates: readonly GateEntry[];
}

/** Characters. Five times the longest real one; reading four times as much would hold a server up. */
const MAX_YAML = 64 * 1024;

/** What may begin a value, roughly. Twice what 64 KiB of real lines hold; short ones cost as much to read as long ones. */
const MAX_ENTRIES = 5_000;
const MAY_BEGIN_A_VALUE = /[\n,[{]|- /g;

/** More gates than any protocol has; past it a file is a mistake or an attack. */
const MAX_GATES = 200;

/** Characters of an id, as the protocol takes it, and of what is only shown. */
const MAX_ID = 256;
const MAX_SHOWN = 300;

const TERMINAL_PHASES = new Set(['verified', 'complete']);
const PASSED = { markdown: 'passed', porch: 'approved' } as const;

/**
 * Reads a status file (protocol section 5). Never throws: what cannot be read comes back as `problem` with the line to
 * look at, next to what could be read. An empty file is no problem, it has no gates yet. `path` decides the format
 * (`.md` is Markdown with front matter, anything else porch's `status.yaml`) and names the project when the file does not.
 * In a file with a problem no gate waits, since a decision could not be written into it with certainty.
 */
export function parseStatusFile(text: string, path: string, options: ParseOptions = {}): StatusFileModel {
  return readStatusFile(text, path, options).model;
}

export function readStatusFile(text: string, path: string, options: ParseOptions = {}): StatusFileReading {
  const sections = splitSections(text, path);
  const { root, entries, gates, problem, reader } = readYaml(text, sections);
  const field = (name: string): string | undefined => shown(scalarText(entries.get(name)?.value));
  const named = namedByPath(path, sections.format);
  const id = scalarText(entries.get('id')?.value) || undefined;
  const phase = field('current_phase') ?? field('phase');
  const archived = sections.format === 'porch' && TERMINAL_PHASES.has(phase ?? '');
  const canWait = !problem && !archived;
  const title = field('title') ?? shown(firstHeading(text, sections.bodyStart)) ?? named.title;
  const model: StatusFileModel = {
    format: sections.format,
    id: (id ?? named.id).slice(0, MAX_ID),
    title,
    ...optional('protocol', field('protocol')),
    ...optional('phase', phase),
    gates: gates.map((gate) => gateModel(gate, sections.format, canWait, options)),
    body_start: sections.bodyStart,
    ...optional('reading_digest', reading(text, sections, title)),
    ...(archived && { archived }),
    ...(sections.format === 'porch' && porchFacts(entries, reader)),
    ...optional('problem', problem),
  };
  return { model, sections, root, gates };
}

interface YamlReading {
  readonly root: MapNode | undefined;
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly gates: readonly GateEntry[];
  readonly reader: YamlReader;
  readonly problem?: StatusFileProblem;
}

function readYaml(text: string, sections: Sections): YamlReading {
  const reader = new YamlReader();
  const gates = new Map<string, GateEntry>();
  let root: MapNode | undefined;
  let entries: ReadonlyMap<string, MapEntry> = new Map();
  let problem: YamlProblem | undefined;
  try {
    root = readRoot(text, sections);
    if (root) {
      entries = reader.entries(root);
      collectGates(entries.get('gates'), gates, reader);
      assertShortId(entries.get('id'));
      // Reads all of it once, so that a fault anywhere is known before somebody decides on this file.
      reader.value(root);
    }
    problem = reader.problem;
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    problem = reader.problem ?? error;
  }
  const found = { root, entries, gates: [...gates.values()], reader };
  return { ...found, ...optional('problem', problem ? problemAt(text, problem) : sections.problem) };
}

function collectGates(entry: MapEntry | undefined, gates: Map<string, GateEntry>, reader: YamlReader): void {
  if (!entry) return;
  for (const gate of findGateEntries(entry, reader)) {
    if (gates.has(gate.name))
      reader.report(
        `There are two gates named \`${gate.name}\`. Rename one.`,
        gate.steps.at(-1)?.key.start ?? 0,
      );
    else gates.set(gate.name, gate);
    if (gates.size > MAX_GATES)
      throw new YamlProblem(`There are more than ${MAX_GATES} gates here.`, entry.key.start);
  }
}

function assertShortId(entry: MapEntry | undefined): void {
  if ((scalarText(entry?.value) ?? '').length > MAX_ID)
    throw new YamlProblem(`The id is longer than ${MAX_ID} characters. Shorten it.`, entry?.key.start ?? 0);
}

function readRoot(text: string, { yaml, format }: Sections): MapNode | undefined {
  if (!yaml) return undefined;
  if (yaml.end - yaml.start > MAX_YAML)
    throw new YamlProblem('The YAML here is longer than 64 KiB. Move what is long elsewhere.', yaml.start);
  if ((text.slice(yaml.start, yaml.end).match(MAY_BEGIN_A_VALUE)?.length ?? 0) > MAX_ENTRIES)
    throw new YamlProblem(
      `The YAML here has more than ${MAX_ENTRIES} lines and entries. Move what is long elsewhere.`,
      yaml.start,
    );
  const node = readYamlTree(text, yaml.start, yaml.end);
  const root = node && dereference(node);
  if (!root || scalarText(root) === null) return undefined;
  if (root.kind === 'map') return root;
  const where = format === 'markdown' ? 'The front matter' : 'This file';
  throw new YamlProblem(`${where} is not a map. Write keys with values, such as \`id: "0068"\`.`, root.start);
}

function problemAt(text: string, problem: YamlProblem): StatusFileProblem {
  return { message: problem.message, line: lineNumber(text, problem.offset) };
}

function gateModel(
  gate: GateEntry,
  format: StatusFileFormat,
  canWait: boolean,
  options: ParseOptions,
): GateModel {
  const fields = typeof gate.value === 'object' && gate.value !== null ? Object.entries(gate.value) : [];
  const written = new Map<string, YamlValue>(fields);
  const field = (name: string): string | undefined => {
    const value = written.get(name);
    return typeof value === 'string' ? shown(value) : undefined;
  };
  const status = (typeof gate.value === 'string' ? shown(gate.value) : field('status')) ?? '';
  const human = format === 'porch' || isHumanGate(gate, options);
  const requestedAt = field('requested_at');
  const requested = format === 'markdown' || requestedAt !== undefined;
  return {
    name: gate.name,
    status,
    passed: status === PASSED[format],
    human,
    waiting: canWait && human && status === 'pending' && requested,
    ...optional('by', field('by') ?? field('approved_by')),
    ...optional('at', field('at') ?? field('approved_at')),
    ...optional('requested_at', requestedAt),
    digest: gateDigest(gate.name, gate.value),
  };
}

function reading(text: string, { format, bodyStart }: Sections, title: string): string | undefined {
  return format === 'markdown' ? readingDigest(text, bodyStart, title) : undefined;
}

/** Cut where no screen shows more; undefined for nothing. */
function shown(value: string | null | undefined): string | undefined {
  if (!value) return undefined;
  return value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN - 1).toWellFormed()}…` : value;
}

function isHumanGate(gate: GateEntry, { humanGates = [] }: ParseOptions): boolean {
  const last = gate.keys.at(-1) ?? '';
  return last === 'human_approval' || humanGates.includes(last) || humanGates.includes(gate.name);
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
