import { Injectable } from '@nestjs/common';
import { performance } from 'node:perf_hooks';
import type { RawData } from 'ws';
import {
  CloseCode,
  connectorMessages,
  describeIssues,
  failure,
  parseFrame,
  type ConnectorMessageType,
  type Envelope,
  type ResponseEnvelope,
} from '@codev-hq/protocol';
import { Mirror } from '../state/mirror.js';
import type { Connection } from './connection.js';
import { tooMany } from './connection.js';
import { Connections } from './connections.js';
import { checkInSlices, isLongManifest } from './manifest-in-slices.js';

/** A message that passed the door: its schema fits and its sender may send it. */
export interface Accepted {
  readonly id: string;
  readonly type: ConnectorMessageType;
  readonly payload: unknown;
}

export type Intake =
  | { readonly kind: 'message'; readonly message: Accepted }
  | { readonly kind: 'response'; readonly response: ResponseEnvelope }
  | { readonly kind: 'refused'; readonly answer: ResponseEnvelope }
  /** So long that it is checked in several turns of the loop. */
  | { readonly kind: 'later'; readonly intake: Promise<Intake> };

/** Within this many milliseconds … */
const WINDOW = 10_000;
/** … more frames than this that are no messages close the socket (4400), … */
const MAX_BAD_FRAMES = 100;
/** … and more than this over the rate limit (4429). Our connector waits when it is told to. */
const MAX_LIMITED_FRAMES = 2000;

/** HOP 3's door: limits, parses and checks each frame once, and answers what it does not let in. */
@Injectable()
export class FrameIntake {
  constructor(
    private readonly connections: Connections,
    private readonly mirror: Mirror,
  ) {}

  take(connection: Connection, data: RawData, isBinary: boolean): Intake {
    const now = performance.now();
    connection.lastFrame = now;
    if (connection.instanceId !== undefined) this.mirror.seen(connection.instanceId, false);
    const frame = isBinary
      ? { kind: 'invalid' as const, id: null, error: 'Binary frames are not read. Send JSON as text.' }
      : parseFrame(textOf(data));
    const wait = connection.bucket.take(now);
    if (wait > 0) return this.limited(connection, now, wait, idOf(frame));
    if (frame.kind === 'response') return frame;
    if (frame.kind === 'message') return this.check(connection, frame.message);
    if (tooMany(connection.badFrames, now, WINDOW, MAX_BAD_FRAMES)) {
      this.connections.drop(connection, CloseCode.BadFrames, 'too many frames that are no messages');
    }
    return refused(frame.id ?? '', 'INVALID_MESSAGE', frame.error);
  }

  private check(connection: Connection, message: Envelope): Intake {
    const { id, type, payload } = message;
    if (!isKnown(type)) {
      return refused(id, 'UNSUPPORTED', `HQ does not know the message "${type.slice(0, 64)}".`);
    }
    if (connection.instanceId === undefined && type !== 'ping' && type !== 'register') {
      return refused(id, 'NOT_REGISTERED', 'Send `register` first; before that only `ping` is answered.');
    }
    if (isLongManifest(type, payload)) return { kind: 'later', intake: this.checkLong(id, type, payload) };
    const parsed = connectorMessages[type].safeParse(payload);
    if (!parsed.success)
      return refused(id, 'INVALID_MESSAGE', describeIssues(`The ${type} payload`, parsed.error));
    return { kind: 'message', message: { id, type, payload: parsed.data } };
  }

  private async checkLong(
    id: string,
    type: ConnectorMessageType,
    payload: { status_files: unknown[] },
  ): Promise<Intake> {
    const checked = await checkInSlices(payload);
    if (!checked.ok) return refused(id, 'INVALID_MESSAGE', checked.error);
    return { kind: 'message', message: { id, type, payload: checked.payload } };
  }

  private limited(connection: Connection, now: number, wait: number, id: string): Intake {
    if (tooMany(connection.limitedFrames, now, WINDOW, MAX_LIMITED_FRAMES)) {
      this.connections.drop(connection, CloseCode.Flooding, 'too many messages');
    }
    const error = `Too many messages. Wait ${wait} ms and send this one again.`;
    return { kind: 'refused', answer: failure(id, 'RATE_LIMITED', error, { retry_after: wait }) };
  }
}

function refused(id: string, code: Parameters<typeof failure>[1], error: string): Intake {
  return { kind: 'refused', answer: failure(id, code, error) };
}

function isKnown(type: string): type is ConnectorMessageType {
  return Object.hasOwn(connectorMessages, type);
}

function idOf(frame: ReturnType<typeof parseFrame>): string {
  if (frame.kind === 'message') return frame.message.id;
  if (frame.kind === 'response') return frame.response.id;
  return frame.id ?? '';
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString();
}
