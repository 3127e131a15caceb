import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { HqPayload, Refusal, TerminalAnswer } from '@codev-hq/protocol';
import { CONFIG, type ConnectorConfig } from '../connector.config.js';
import { isInside } from '../workspaces/contained-path.js';
import { WORKSPACES, type Workspaces } from '../workspaces/workspace.js';
import { TerminalFollower, type TerminalSink } from './terminal-follower.js';
import { TowerClient, type TowerResult } from './tower-client.js';

export type TerminalResult =
  { readonly ok: true; readonly answer: TerminalAnswer } | { readonly ok: false; readonly refusal: Refusal };

const LOOK_EVERY_MS = 500;

interface Followed {
  readonly follower: TerminalFollower;
  sink: TerminalSink;
  until: number;
  timer: NodeJS.Timeout;
}

/** Shows builders' terminals to people at HQ, where this machine's owner allows it, and only while somebody looks. */
@Injectable()
export class TerminalService implements BeforeApplicationShutdown {
  private readonly tower: TowerClient;
  private readonly followed = new Map<string, Followed>();
  protected readonly lookEveryMs: number = LOOK_EVERY_MS;

  constructor(
    @Inject(CONFIG) private readonly config: Pick<ConnectorConfig, 'agentFarm'>,
    @Inject(WORKSPACES) private readonly workspaces: Workspaces,
  ) {
    this.tower = new TowerClient(config.agentFarm);
  }

  async look(request: HqPayload<'terminal_request'>, sink: TerminalSink): Promise<TerminalResult> {
    if (!this.config.agentFarm.terminals)
      return refuse(
        'UNSUPPORTED',
        'This machine’s owner does not show terminals. They can, with CODEV_CONNECTOR_TERMINALS=1.',
      );
    const { project_path: projectPath, builder_id: builder, worktree, lines, follow_ms: followMs } = request;
    if (!this.workspaces.some(({ path }) => path === projectPath))
      return refuse('PROJECT_NOT_FOUND', `This connector does not serve ${projectPath}.`);
    const found = await this.terminalOf(projectPath, builder, worktree);
    if (found.kind !== 'answered') return towerTrouble(found);
    if (found.value === undefined)
      return refuse('NOT_FOUND', `${builder} has no terminal on that machine now.`);
    const id = found.value;
    const known = this.followed.get(id);
    const follower = known?.follower ?? new TerminalFollower(this.tower, id);
    // What others still lack is sent first: what is answered then is what comes before the rest, for everybody.
    const looked = await follower.look(known?.sink);
    if (looked.kind !== 'answered') return towerTrouble(looked);
    if (followMs === 0) this.leave(id);
    if (followMs !== undefined && followMs > 0) this.follow(follower, sink, followMs);
    return { ok: true, answer: { session_id: id, lines: follower.last(lines), total: follower.total } };
  }

  beforeApplicationShutdown(): void {
    for (const id of [...this.followed.keys()]) this.leave(id);
  }

  /** A builder's terminal as Tower names it for this project; another project may have a builder of the same name. */
  private async terminalOf(
    projectPath: string,
    builder: string,
    worktree: string | undefined,
  ): Promise<TowerResult<string | undefined>> {
    const builders = await this.tower.builders(projectPath);
    if (builders.kind === 'answered') {
      const mine = builders.value.find((each) => each.worktree === worktree && worktree !== undefined);
      const named = mine ?? builders.value.find(({ names }) => names.some((name) => isNamed(name, builder)));
      if (named?.terminalId !== undefined) return { kind: 'answered', value: named.terminalId };
    }
    const terminals = await this.tower.terminals();
    if (terminals.kind !== 'answered') return terminals;
    const there = terminals.value.find(({ cwd, label, name }) => {
      if (!cwd || (cwd !== projectPath && !isInside(projectPath, cwd))) return false;
      return cwd === worktree || isNamed(label ?? '', builder) || isNamed(name ?? '', builder);
    });
    return { kind: 'answered', value: there?.id };
  }

  private follow(follower: TerminalFollower, sink: TerminalSink, followMs: number): void {
    const { sessionId } = follower;
    clearTimeout(this.followed.get(sessionId)?.timer);
    const until = Date.now() + followMs;
    this.followed.set(sessionId, { follower, sink, until, timer: this.lookSoon(sessionId) });
  }

  private leave(sessionId: string): void {
    clearTimeout(this.followed.get(sessionId)?.timer);
    this.followed.delete(sessionId);
  }

  private lookSoon(sessionId: string): NodeJS.Timeout {
    return setTimeout(() => void this.lookAgain(sessionId), this.lookEveryMs);
  }

  private async lookAgain(sessionId: string): Promise<void> {
    const followed = this.followed.get(sessionId);
    if (!followed) return;
    if (!followed.sink.isOpen || Date.now() > followed.until) {
      this.leave(sessionId);
      return;
    }
    await followed.follower.look(followed.sink);
    if (this.followed.get(sessionId) === followed) followed.timer = this.lookSoon(sessionId);
  }
}

/** Agents are named with or without their kind, as in `builder-spir-412` and `spir-412`. */
function isNamed(name: string, builder: string): boolean {
  const bare = (text: string): string => text.replace(/^builder[-/ ]/i, '');
  return bare(name) === bare(builder);
}

function towerTrouble(result: Exclude<TowerResult<unknown>, { kind: 'answered' }>): TerminalResult {
  return refuse('NOT_FOUND', result.words);
}

function refuse(code: Refusal['code'], error: string): TerminalResult {
  return { ok: false, refusal: { code, error } };
}
