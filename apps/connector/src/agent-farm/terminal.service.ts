import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { HqPayload, Refusal, TerminalAnswer } from '@codev-hq/protocol';
import { CONFIG, type ConnectorConfig } from '../connector.config.js';
import { isInside } from '../workspaces/contained-path.js';
import { WORKSPACES, type Workspaces } from '../workspaces/workspace.js';
import { TerminalFollower, type TerminalSink } from './terminal-follower.js';
import type { TowerClient, TowerResult } from './tower-client.js';
import { Towers } from './towers.js';

export type TerminalResult =
  { readonly ok: true; readonly answer: TerminalAnswer } | { readonly ok: false; readonly refusal: Refusal };

const LOOK_EVERY_MS = 500;

interface FoundTerminal {
  readonly tower: TowerClient;
  readonly id: string;
}

/** A terminal that is asked for now, or followed: one reader, so that nobody is told the same lines twice. */
interface Session {
  readonly follower: TerminalFollower;
  /** Who follows. Asked for only when there are lines to send: whoever left while a look was under way gets nothing. */
  sink: TerminalSink | undefined;
  until: number;
  timer: NodeJS.Timeout | undefined;
  /** Requests that are being answered. */
  answering: number;
}

/** Shows builders' terminals to people at HQ, where this machine's owner allows it, and only while somebody looks. */
@Injectable()
export class TerminalService implements BeforeApplicationShutdown {
  private readonly towers: Towers;
  private readonly sessions = new Map<string, Session>();
  protected readonly lookEveryMs: number = LOOK_EVERY_MS;

  constructor(
    @Inject(CONFIG) private readonly config: Pick<ConnectorConfig, 'agentFarm'>,
    @Inject(WORKSPACES) private readonly workspaces: Workspaces,
  ) {
    this.towers = new Towers(config.agentFarm);
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
    const session = this.sessionOf(found.value);
    session.answering += 1;
    if (followMs === 0) this.leave(session);
    // What others still lack is sent first: what is answered then is what comes before the rest, for everybody.
    const looked = await session.follower.look(() => session.sink);
    session.answering -= 1;
    if (looked.kind === 'answered' && followMs) this.follow(session, sink, followMs);
    this.forgetIdle(session);
    if (looked.kind !== 'answered') return towerTrouble(looked);
    const { sessionId, total } = session.follower;
    return { ok: true, answer: { session_id: sessionId, lines: session.follower.last(lines), total } };
  }

  beforeApplicationShutdown(): void {
    for (const session of [...this.sessions.values()]) this.leave(session);
  }

  /** A builder's terminal as Tower names it for this project; another project may have a builder of the same name. */
  private async terminalOf(
    projectPath: string,
    builder: string,
    worktree: string | undefined,
  ): Promise<TowerResult<FoundTerminal | undefined>> {
    let none: TowerResult<undefined> | undefined;
    for (const tower of this.towers.all) {
      const found = await terminalIn(tower, projectPath, builder, worktree);
      if (found.kind !== 'answered') none ??= found;
      else if (found.value !== undefined) return { kind: 'answered', value: { tower, id: found.value } };
      // That one does not have it says more than that another does not run.
      else none = { kind: 'answered', value: undefined };
    }
    return none ?? { kind: 'answered', value: undefined };
  }

  private sessionOf({ tower, id }: FoundTerminal): Session {
    const known = this.sessions.get(id);
    if (known) return known;
    const follower = new TerminalFollower(tower, id);
    const session: Session = { follower, sink: undefined, until: 0, timer: undefined, answering: 0 };
    this.sessions.set(id, session);
    return session;
  }

  private follow(session: Session, sink: TerminalSink, followMs: number): void {
    session.sink = sink;
    session.until = Date.now() + followMs;
    this.lookSoon(session);
  }

  private leave(session: Session): void {
    clearTimeout(session.timer);
    session.sink = undefined;
    this.forgetIdle(session);
  }

  private forgetIdle({ sink, answering, follower }: Session): void {
    if (!sink && answering === 0) this.sessions.delete(follower.sessionId);
  }

  private lookSoon(session: Session): void {
    clearTimeout(session.timer);
    session.timer = setTimeout(() => void this.lookAgain(session), this.lookEveryMs);
  }

  private async lookAgain(session: Session): Promise<void> {
    if (!session.sink?.isOpen || Date.now() > session.until) {
      this.leave(session);
      return;
    }
    await session.follower.look(() => session.sink);
    if (isFollowed(session)) this.lookSoon(session);
  }
}

async function terminalIn(
  tower: TowerClient,
  projectPath: string,
  builder: string,
  worktree: string | undefined,
): Promise<TowerResult<string | undefined>> {
  const builders = await tower.builders(projectPath);
  if (builders.kind === 'answered') {
    const mine = builders.value.find((each) => each.worktree === worktree && worktree !== undefined);
    const named = mine ?? builders.value.find(({ names }) => names.some((name) => isNamed(name, builder)));
    if (named?.terminalId !== undefined) return { kind: 'answered', value: named.terminalId };
  }
  const terminals = await tower.terminals();
  if (terminals.kind !== 'answered') return terminals;
  const there = terminals.value.find(({ cwd, label, name }) => {
    if (!cwd || (cwd !== projectPath && !isInside(projectPath, cwd))) return false;
    return cwd === worktree || isNamed(label ?? '', builder) || isNamed(name ?? '', builder);
  });
  return { kind: 'answered', value: there?.id };
}

function isFollowed({ sink }: Session): boolean {
  return sink !== undefined;
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
