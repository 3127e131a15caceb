import {
  COLLECTION_STYLE,
  EVENT_ID,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
  type Event,
  type ScalarEvent,
} from 'js-yaml';

/** A YAML document as it is written: every node knows its place, aliases stay aliases. Offsets are of the whole file. */
export type YamlNode = ScalarNode | MapNode | ListNode | AliasNode;

interface Written {
  readonly start: number;
  readonly anchored: boolean;
  readonly tagged: boolean;
}

export interface ScalarNode extends Written {
  readonly kind: 'scalar';
  /** Decoded text: `0068` stays `0068`, dates stay text. */
  readonly text: string;
  readonly quote: 'plain' | 'single' | 'double' | 'block';
  /** Behind the closing quote. `start === end` when nothing is written. */
  readonly end: number;
}

export interface MapNode extends Written {
  readonly kind: 'map';
  readonly flow: boolean;
  readonly pairs: { key: YamlNode; value: YamlNode }[];
}

export interface ListNode extends Written {
  readonly kind: 'list';
  readonly items: YamlNode[];
}

export interface AliasNode {
  readonly kind: 'alias';
  readonly start: number;
  readonly end: number;
  readonly target: Exclude<YamlNode, AliasNode>;
}

/** Deeper nesting than any status file has; keeps recursion over the tree shallow. */
export const MAX_DEPTH = 64;

/** What is wrong with a document, at an offset of the whole file. Thrown inside this library, never out of it. */
export class YamlProblem extends Error {
  constructor(
    message: string,
    readonly offset: number,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/**
 * Reads the YAML in `text` between two offsets. `undefined` when nothing but blanks and comments is there.
 * Throws {@link YamlProblem} for anything that is not one well-formed document.
 */
export function readYamlTree(text: string, start: number, end: number): YamlNode | undefined {
  const source = text.slice(start, end);
  try {
    return new TreeBuilder(source, start).build(parseEvents(source, { maxDepth: MAX_DEPTH }));
  } catch (error) {
    if (error instanceof YamlProblem) throw error;
    if (error instanceof YAMLException)
      throw new YamlProblem(`YAML: ${error.reason}.`, start + (error.mark?.position ?? 0), error);
    throw new YamlProblem('This YAML cannot be read. Simplify it.', start, error);
  }
}

type Frame = MapNode | ListNode | { readonly kind: 'document' };

class TreeBuilder {
  private root: YamlNode | undefined;
  private readonly open: Frame[] = [];
  /** The key that still waits for its value, for each open map. */
  private readonly pendingKeys = new Map<MapNode, YamlNode>();
  private readonly anchors = new Map<string, Exclude<YamlNode, AliasNode>>();
  private position = 0;

  constructor(
    private readonly source: string,
    private readonly base: number,
  ) {}

  build(events: readonly Event[]): YamlNode | undefined {
    let documents = 0;
    for (const event of events) {
      if (event.type === EVENT_ID.POP) this.open.pop();
      else if (event.type === EVENT_ID.DOCUMENT) {
        if (++documents > 1)
          throw new YamlProblem('There are several YAML documents here. Keep one.', this.position);
        this.open.push({ kind: 'document' });
      } else this.add(this.nodeOf(event));
    }
    return this.root;
  }

  private nodeOf(event: Exclude<Event, { type: 1 | 6 }>): YamlNode {
    if (event.type === EVENT_ID.ALIAS) {
      const name = this.source.slice(event.anchorStart, event.anchorEnd);
      const start = this.base + event.anchorStart - 1;
      const target = this.anchors.get(name);
      if (!target)
        throw new YamlProblem(`YAML: the alias *${name} names no anchor that comes before it.`, start);
      return { kind: 'alias', start, end: this.base + event.anchorEnd, target };
    }
    const written = { anchored: event.anchorStart >= 0, tagged: event.tagStart >= 0 };
    const node =
      event.type === EVENT_ID.SCALAR ? this.scalarOf(event, written) : this.collectionOf(event, written);
    if (written.anchored) this.anchors.set(this.source.slice(event.anchorStart, event.anchorEnd), node);
    return node;
  }

  private collectionOf(
    event: Extract<Event, { type: 2 | 3 }>,
    written: { anchored: boolean; tagged: boolean },
  ): MapNode | ListNode {
    const start = this.base + event.start;
    return event.type === EVENT_ID.MAPPING
      ? { kind: 'map', start, ...written, flow: event.style === COLLECTION_STYLE.FLOW, pairs: [] }
      : { kind: 'list', start, ...written, items: [] };
  }

  private scalarOf(event: ScalarEvent, written: { anchored: boolean; tagged: boolean }): ScalarNode {
    const quote = QUOTES[event.style];
    if (event.valueStart < 0) {
      const at = this.position;
      return { kind: 'scalar', text: '', quote, start: at, end: at, ...written };
    }
    const marks = quote === 'single' || quote === 'double' ? 1 : 0;
    return {
      kind: 'scalar',
      text: getScalarValue(this.source, event),
      quote,
      start: this.base + event.valueStart - marks,
      end: this.base + event.valueEnd + marks,
      ...written,
    };
  }

  private add(node: YamlNode): void {
    this.position = node.start;
    const frame = this.open.at(-1);
    if (frame?.kind === 'map') {
      const key = this.pendingKeys.get(frame);
      if (key) frame.pairs.push({ key, value: node });
      if (key) this.pendingKeys.delete(frame);
      else this.pendingKeys.set(frame, node);
    } else if (frame?.kind === 'list') frame.items.push(node);
    else this.root = node;
    if (node.kind === 'map' || node.kind === 'list') this.open.push(node);
  }
}

const QUOTES = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double',
  [SCALAR_STYLE.LITERAL_BLOCK]: 'block',
  [SCALAR_STYLE.FOLDED_BLOCK]: 'block',
} as const;
