import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ConnectorMessageType } from '../src/connector-messages.js';
import type { Envelope, ResponseEnvelope } from '../src/envelope.js';
import type { HqMessageType } from '../src/hq-messages.js';

/** Frames of one message type that both sides must accept, and some that both must refuse, with the reason. */
export interface GoldenFrames<Type extends string = string, Valid = Envelope> {
  readonly type: Type;
  /** The first is the spike's own example. */
  readonly valid: readonly [Valid, ...Valid[]];
  readonly invalid: readonly { readonly frame: unknown; readonly why: string }[];
}

/** Beside this file: Jest runs it as CommonJS, in every project that reads it. */
const FOLDER = join(__dirname, 'golden-frames');

/** Local → HQ, one entry per message type. */
export function framesFromConnector(): GoldenFrames<ConnectorMessageType>[] {
  return readFolder('from-connector') as GoldenFrames<ConnectorMessageType>[];
}

/** HQ → Local, one entry per message type. */
export function framesFromHq(): GoldenFrames<HqMessageType>[] {
  return readFolder('from-hq') as GoldenFrames<HqMessageType>[];
}

/** Answers, in either direction. */
export function responseFrames(): GoldenFrames<'response', ResponseEnvelope> {
  return readFrames(FOLDER, 'response.json') as GoldenFrames<'response', ResponseEnvelope>;
}

function readFolder(name: string): GoldenFrames<string, unknown>[] {
  const folder = join(FOLDER, name);
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => readFrames(folder, file));
}

function readFrames(folder: string, file: string): GoldenFrames<string, unknown> {
  const content = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<GoldenFrames, 'type'>;
  return { type: basename(file, '.json'), ...content };
}
