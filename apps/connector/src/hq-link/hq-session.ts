import {
  describeIssues,
  failure,
  HEARTBEAT_MS,
  hqMessages,
  parseFrame,
  registered,
  type ConnectorPayload,
  type Envelope,
  type HqPayload,
  type ResponseEnvelope,
} from '@codev-hq/protocol';
import type { Log } from '../connector-log.js';
import { Heartbeat } from './heartbeat.js';
import { messageOf } from '../workspaces/system-error.js';
import type { Caller, HqMessageHandlerMap } from './hq-message-handlers.js';
import type { Parting } from './reconnect-policy.js';
import type { RefusedMessage } from './refused-messages.js';
import type { Wire } from './wire.js';

export interface SessionParts {
  readonly hqUrl: string;
  readonly wire: Wire;
  readonly handlers: HqMessageHandlerMap;
  readonly introduction: () => ConnectorPayload<'register'>;
  readonly welcomed: (welcome: HqPayload<'welcome'>) => Promise<void>;
  /** HQ knows us; `sessionId` when it gave one. */
  readonly registered: (features: ReadonlySet<string>, sessionId: string | undefined) => void;
  readonly sync: (projectPath: string, messageId: string) => Promise<void>;
  readonly refused: (message: RefusedMessage) => void;
  /** This connection is of no use any more. */
  readonly giveUp: (parting: Parting) => void;
  readonly log: Log;
}

const WELCOME_MS = 10_000;
const REGISTER_MS = 15_000;

/** One connection's life: welcome, register, then messages until it ends (protocol section 1). */
export class HqSession {
  private readonly heartbeat: Heartbeat;
  private readonly welcomeTimer: NodeJS.Timeout;
  private features: ReadonlySet<string> = new Set();
  private welcomedBefore = false;

  constructor(private readonly parts: SessionParts) {
    const silent = (): void => parts.giveUp({ kind: 'silent' });
    this.heartbeat = new Heartbeat({ ping: () => parts.wire.send('ping', { ts: Date.now() }), silent });
    this.welcomeTimer = setTimeout(silent, WELCOME_MS);
  }

  end(): void {
    clearTimeout(this.welcomeTimer);
    this.heartbeat.stop();
    this.parts.wire.abandon();
  }

  receive(text: string): void {
    this.heartbeat.heard();
    const frame = parseFrame(text);
    if (frame.kind === 'invalid')
      this.parts.log.warn({ id: frame.id }, `HQ sent a bad frame: ${frame.error}`);
    else if (frame.kind === 'response') this.receiveResponse(frame.response);
    else this.receiveMessage(frame.message);
  }

  private receiveResponse(response: ResponseEnvelope): void {
    if (this.parts.wire.settle(response) || response.success) return;
    const { code, error = 'HQ gave no reason.' } = response;
    this.parts.refused({ type: 'unknown', code, error });
  }

  private receiveMessage(message: Envelope): void {
    if (!isKnown(message.type)) {
      const error = `This connector does not know messages of type "${message.type}".`;
      this.parts.wire.answer(failure(message.id, 'UNSUPPORTED', error));
      return;
    }
    if (message.type === 'welcome') this.handle('welcome', message, (payload) => this.welcome(payload));
    else this.dispatch(message.type, this.parts.handlers[message.type], message);
  }

  private dispatch<T extends keyof HqMessageHandlerMap>(
    type: T,
    handler: HqMessageHandlerMap[T],
    message: Envelope,
  ): void {
    const caller: Caller = {
      wire: this.parts.wire,
      hqUrl: this.parts.hqUrl,
      features: this.features,
      sync: this.parts.sync,
    };
    this.handle(type, message, (payload) => handler(payload, message, caller));
  }

  /** Parses once; what goes wrong inside is this connector's fault and is answered so. */
  private handle<T extends keyof typeof hqMessages>(
    type: T,
    message: Envelope,
    work: (payload: HqPayload<T>) => Promise<void> | void,
  ): void {
    const parsed = hqMessages[type].safeParse(message.payload);
    if (!parsed.success) {
      const error = describeIssues(`The payload of ${type}`, parsed.error);
      this.parts.log.warn({ type, id: message.id }, `HQ sent a bad message: ${error}`);
      this.parts.wire.answer(failure(message.id, 'INVALID_MESSAGE', error));
      return;
    }
    Promise.resolve(parsed.data as HqPayload<T>)
      .then(work)
      .catch((error: unknown) => {
        this.parts.log.error({ err: error, type, id: message.id }, 'a message of HQ could not be served');
        const words = 'The connector failed unexpectedly; its log says more.';
        this.parts.wire.answer(failure(message.id, 'INTERNAL', words));
      });
  }

  private async welcome(welcome: HqPayload<'welcome'>): Promise<void> {
    if (this.welcomedBefore) return;
    this.welcomedBefore = true;
    clearTimeout(this.welcomeTimer);
    this.features = new Set(welcome.features ?? []);
    this.heartbeat.start(reasonable(welcome.heartbeat_ms ?? HEARTBEAT_MS));
    try {
      await this.parts.welcomed(welcome);
    } catch (error) {
      this.parts.giveUp({ kind: 'unwelcome', words: messageOf(error) });
      return;
    }
    const answer = await this.parts.wire.request('register', this.parts.introduction(), REGISTER_MS);
    if (!answer) {
      if (this.parts.wire.isOpen) this.parts.giveUp({ kind: 'silent' });
    } else if (!answer.success) {
      this.parts.giveUp({ kind: 'unregistered', words: answer.error ?? 'HQ gave no reason.' });
    } else {
      this.parts.registered(this.features, registered.safeParse(answer.payload).data?.session_id);
    }
  }
}

function isKnown(type: string): type is keyof typeof hqMessages {
  return Object.hasOwn(hqMessages, type);
}

/** Neither a flood of pings nor a timer that overflows, whatever HQ asks for. */
function reasonable(heartbeatMs: number): number {
  return Math.min(Math.max(heartbeatMs, 25), 3_600_000);
}
