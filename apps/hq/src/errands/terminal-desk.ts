import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import {
  describeIssues,
  terminalAnswer,
  type ConnectorPayload,
  type Refusal,
  type TerminalAnswer,
  type TerminalQuery,
} from '@codev-hq/protocol';
import type { Subscription } from 'rxjs';
import type { Principal } from '../people/principal.js';
import { StandingCredentials } from '../people/standing-credentials.js';
import { ErrandDesk } from './errand-desk.js';

export interface TerminalViewer {
  readonly who: Principal;
  readonly query: TerminalQuery;
  output(payload: ConnectorPayload<'terminal_output'>): void;
  end(): void;
}

export type Looked =
  { readonly ok: true; readonly answer: TerminalAnswer } | { readonly ok: false; readonly refusal: Refusal };

const ANSWER_WITHIN = 15_000;
/** Milliseconds that a machine follows a terminal without being asked again, and between two looks whether somebody does. */
const FOLLOW = 30_000;
const RENEW_EVERY = 10_000;
const LINES = 200;

/** Who looks at which terminal. A machine sends only while somebody does, and HQ keeps nothing of it. */
@Injectable()
export class TerminalDesk implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Terminals');
  private readonly viewers = new Map<string, Set<TerminalViewer>>();
  private timer: NodeJS.Timeout | undefined;
  private taken: Subscription | undefined;

  constructor(
    private readonly desk: ErrandDesk,
    private readonly credentials: StandingCredentials,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.renew(), RENEW_EVERY);
    this.timer.unref();
    this.taken = this.credentials.taken.subscribe(() => void this.renew());
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.taken?.unsubscribe();
    for (const viewers of this.viewers.values()) for (const viewer of viewers) viewer.end();
  }

  /** The last lines, and from now on what comes after them. */
  async look(viewer: TerminalViewer): Promise<Looked> {
    const { instance_id, lines = LINES } = viewer.query;
    const request = { ...terminalOf(viewer.query), lines, follow_ms: FOLLOW };
    const result = await this.desk.ask(instance_id, 'terminal_request', request, ANSWER_WITHIN);
    if (!result.ok) return result;
    const answer = terminalAnswer.safeParse(result.payload);
    if (!answer.success) {
      const error = describeIssues('What the machine answered', answer.error);
      return { ok: false, refusal: { code: 'INTERNAL', error } };
    }
    const key = keyOf(instance_id, answer.data.session_id);
    this.viewers.set(key, (this.viewers.get(key) ?? new Set()).add(viewer));
    return { ok: true, answer: answer.data };
  }

  leave(viewer: TerminalViewer): void {
    for (const [key, viewers] of this.viewers) {
      if (!viewers.delete(viewer) || viewers.size > 0) continue;
      this.viewers.delete(key);
      const request = { ...terminalOf(viewer.query), lines: 1, follow_ms: 0 };
      this.desk.tell(viewer.query.instance_id, 'terminal_request', request);
    }
  }

  /** What nobody looks at (any more) is dropped. */
  heard(instanceId: string, payload: ConnectorPayload<'terminal_output'>): void {
    for (const viewer of this.viewers.get(keyOf(instanceId, payload.session_id)) ?? [])
      viewer.output(payload);
  }

  private async renew(): Promise<void> {
    try {
      const all = [...this.viewers.values()].flatMap((viewers) => [...viewers]);
      const gone = await this.credentials.goneAmong(
        all.map(({ who }) => who),
        Date.now(),
      );
      for (const viewer of all) if (gone.has(viewer.who)) viewer.end();
      for (const [viewer] of this.viewers.values()) {
        if (!viewer) continue;
        const request = { ...terminalOf(viewer.query), lines: 1, follow_ms: FOLLOW };
        this.desk.tell(viewer.query.instance_id, 'terminal_request', request);
      }
    } catch (error) {
      this.logger.error(error, 'Terminals could not be followed any longer.');
    }
  }
}

function terminalOf({ project_path, builder_id, worktree }: TerminalQuery) {
  return { project_path, builder_id, ...(worktree !== undefined && { worktree }) };
}

const keyOf = (instanceId: string, sessionId: string) => `${instanceId}\0${sessionId}`;
