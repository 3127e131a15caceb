import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Delivery } from '@codev-hq/protocol';
import { LOG, type Log } from '../connector-log.js';
import { CONFIG, type ConnectorConfig, type OwnersCommand } from '../connector.config.js';
import { readKnownWorkspaces } from '../workspaces/known-workspaces.js';
import { messageOf } from '../workspaces/system-error.js';
import { WORKSPACES, type Workspaces } from '../workspaces/workspace.js';
import { typeable } from './builder-words.js';
import { CommandJournal, type CommandWord } from './command-journal.js';
import { planCommand, type CommandPlan } from './owner-commands.js';
import { findProgram, runProgram, type ProgramEnd } from './run-program.js';
import { Towers } from './towers.js';

export interface OwnersOrder {
  readonly commandId: string;
  readonly projectPath: string;
  readonly command: OwnersCommand;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Says what becomes of a command: `accepted` on the way, anything else is final. */
export type Acknowledge = (word: CommandWord) => void;

const MOST_AT_ONCE = 4;
const MOST_DETAIL = 4_000;

/** Carries out what HQ asks for and this machine's owner allows, each command once. */
@Injectable()
export class CommandService implements BeforeApplicationShutdown {
  private readonly towers: Towers;
  private readonly journal: CommandJournal;
  private readonly running = new Map<string, Promise<CommandWord>>();
  private readonly stopping = new AbortController();

  constructor(
    @Inject(CONFIG) private readonly config: Pick<ConnectorConfig, 'agentFarm' | 'dataDir'>,
    @Inject(WORKSPACES) private readonly workspaces: Workspaces,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.towers = new Towers(config.agentFarm);
    this.journal = new CommandJournal(config.dataDir);
  }

  async run(order: OwnersOrder, acknowledge: Acknowledge): Promise<void> {
    const { commandId } = order;
    const mine = this.running.get(commandId) ?? this.once(order, acknowledge);
    this.running.set(commandId, mine);
    const word = await mine.finally(() => this.running.delete(commandId));
    if (!this.stopping.signal.aborted) acknowledge(word);
  }

  serves(projectPath: string): boolean {
    return this.workspaces.some(({ path }) => path === projectPath);
  }

  /** What runs is ended: whether it had done its work, nobody could tell HQ any more. */
  stop(): void {
    this.stopping.abort();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop();
    await Promise.allSettled(this.running.values());
  }

  private async once(order: OwnersOrder, acknowledge: Acknowledge): Promise<CommandWord> {
    const before = await this.journal.read(order.commandId);
    if (before) return before.status === 'accepted' ? interrupted() : before;
    const plan = this.plan(order);
    if (plan.kind === 'refused') return this.final(order, { status: plan.status, detail: plan.words });
    // Written down first: a command that comes again is never a second one.
    await this.journal.save(order.commandId, { status: 'accepted' });
    await this.journal.forgetOld(new Date());
    acknowledge({ status: 'accepted' });
    return this.final(order, await this.carryOut(order, plan));
  }

  private plan({ projectPath, command, args }: OwnersOrder): CommandPlan {
    if (!this.serves(projectPath))
      return { kind: 'refused', status: 'refused', words: `This connector does not serve ${projectPath}.` };
    if (this.running.size > MOST_AT_ONCE)
      return {
        kind: 'refused',
        status: 'refused',
        words: 'Too much is going on there. Try again in a while.',
      };
    return planCommand(command, args, this.config.agentFarm);
  }

  private async carryOut(
    { projectPath }: OwnersOrder,
    plan: Exclude<CommandPlan, { kind: 'refused' }>,
  ): Promise<CommandWord> {
    if (plan.kind === 'words') {
      const message = typeable(plan.message);
      return wordOf(await this.towers.send({ to: plan.to, message, workspace: projectPath }));
    }
    const program = findProgram(plan.name);
    if (program === undefined)
      return {
        status: 'failed',
        detail: `${plan.name} is not installed there: it is not on the connector’s PATH.`,
      };
    const end = await runProgram({
      program,
      args: plan.args,
      cwd: projectPath,
      env: await this.farmVariables(projectPath),
      timeLimitMs: plan.timeLimitMs,
      stopped: this.stopping.signal,
    });
    return outcomeOf(plan.name, end);
  }

  /** Which agent farm a project belongs to is known to the farm alone; there is one on most machines. */
  private async farmVariables(projectPath: string): Promise<Record<string, string>> {
    const { farms } = this.config.agentFarm;
    const known = await Promise.all(farms.map(({ dir }) => readKnownWorkspaces(dir)));
    const mine = known.findIndex((each) => each.kind === 'read' && each.paths.includes(projectPath));
    const farm = farms[Math.max(0, mine)];
    if (!farm) return {};
    const { dir, towerKey } = farm;
    return { CODEV_AGENT_FARM_DIR: dir, ...(towerKey !== undefined && { CODEV_TOWER_KEY: towerKey }) };
  }

  private async final(order: OwnersOrder, word: CommandWord): Promise<CommandWord> {
    if (this.stopping.signal.aborted) return word;
    const about = { command: order.command, id: order.commandId, project: order.projectPath };
    this.log.info({ ...about, detail: word.detail }, `command ${order.command}: ${word.status}`);
    await this.journal.save(order.commandId, word).catch((error: unknown) => {
      this.log.warn({ ...about, reason: messageOf(error) }, 'what became of a command could not be kept');
    });
    return word;
  }
}

function wordOf({ state, to, reason }: Delivery): CommandWord {
  const detail = [to && `to ${to}`, reason].filter(Boolean).join(': ');
  const status = { delivered: 'done', held: 'held', not_running: 'failed', failed: 'failed' }[state];
  return detail ? { status, detail } : { status };
}

function outcomeOf(name: string, { why, exitCode, tail }: ProgramEnd): CommandWord {
  const said = tail.slice(-MOST_DETAIL);
  if (why === 'exited' && exitCode === 0) return said ? { status: 'done', detail: said } : { status: 'done' };
  const words = why === 'timed-out' ? `${name} did not finish in time and was ended.` : `${name} failed.`;
  const detail = why === 'not-started' ? said : `${words} ${said}`.trim();
  return { status: 'failed', detail: detail.slice(0, MOST_DETAIL) };
}

/** A process before this one began it; to begin it again could do it twice. */
function interrupted(): CommandWord {
  const detail = 'The connector was stopped in the middle of it: look on that machine how far it came.';
  return { status: 'failed', detail };
}
