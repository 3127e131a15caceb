import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { performance } from 'node:perf_hooks';
import type { Subscription } from 'rxjs';
import { LOG, type Log } from '../connector-log.js';
import { ArtifactStore } from '../artifacts/artifact-store.js';
import { HqConnection, type ConnectionParts } from './hq-connection.js';
import { HqMessageHandlers } from './hq-message-handlers.js';
import { Introduction } from './introduction.js';
import { againWords, planReconnect, type Parting } from './reconnect-policy.js';
import { RefusedMessages } from './refused-messages.js';

/** Keeps a connection to HQ: when one ends, the next is planned. */
@Injectable()
export class HqLink implements BeforeApplicationShutdown {
  private connection: HqConnection | undefined;
  private attempt = 0;
  private lostAt = 0;
  private sessionId: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private changes: Subscription | undefined;
  private stopping = false;

  constructor(
    private readonly introduction: Introduction,
    private readonly artifacts: ArtifactStore,
    private readonly handlers: HqMessageHandlers,
    private readonly refusedMessages: RefusedMessages,
    @Inject(LOG) private readonly log: Log,
  ) {}

  start(): void {
    this.changes = this.artifacts.files.changes.subscribe((change) => {
      this.connection?.changed(change.kind === 'changed' ? change.file : change);
    });
    this.changes.add(this.artifacts.changes.subscribe((file) => this.connection?.changed(file)));
    this.changes.add(
      this.artifacts.files.buildersChanged.subscribe((projectPath) =>
        this.connection?.buildersChanged(projectPath),
      ),
    );
    this.connect();
  }

  /** One more project: HQ is told at once, or with the next connection. */
  async servesMore(): Promise<void> {
    await this.connection?.servesMore();
  }

  /** The approval in progress is answered before the connection goes. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    this.changes?.unsubscribe();
    await this.handlers.idle();
    await this.connection?.close();
  }

  private connect(): void {
    const events = {
      registered: (sessionId: string | undefined) => this.registered(sessionId),
      parted: (parting: Parting) => this.parted(parting),
    };
    this.connection = new HqConnection(this.parts(), events, this.sessionId);
  }

  private parts(): ConnectionParts {
    return {
      introduction: this.introduction,
      store: this.artifacts.files,
      artifacts: this.artifacts,
      handlers: this.handlers,
      refused: (message) => {
        this.log.error({ ...message }, `HQ refused a ${message.type} message: ${message.error}`);
        this.refusedMessages.add(message);
      },
      log: this.log,
    };
  }

  private registered(sessionId: string | undefined): void {
    this.attempt = 0;
    this.sessionId = sessionId ?? this.sessionId;
    this.log.info({ hq: this.introduction.hqUrl }, `connected to HQ at ${this.introduction.hqUrl}`);
  }

  private parted(parting: Parting): void {
    this.connection = undefined;
    if (this.stopping) return;
    if (this.attempt === 0) this.lostAt = performance.now();
    const absence = { attempt: this.attempt, awayMs: performance.now() - this.lostAt };
    const plan = planReconnect(parting, absence, Math.random());
    this.attempt += 1;
    this.log[plan.needsHelp ? 'error' : 'warn'](
      { hq: this.introduction.hqUrl },
      `${plan.words} ${againWords(plan.delayMs)}`,
    );
    this.timer = setTimeout(() => this.connect(), plan.delayMs);
  }
}
