import { randomUUID } from 'node:crypto';
import type { HqPayload } from '@codev-hq/protocol';
import { parseStatusFile } from '@codev-hq/status-file';
import { ApprovalRoom } from '../src/approvals/approval-room.js';
import {
  approvalOrder,
  requestOrder,
  type DecisionOrder,
  type Outcome,
} from '../src/approvals/decision-order.js';
import { ApprovalService } from '../src/approvals/approval.service.js';
import type { JournalEntry } from '../src/approvals/decision-journal.js';
import { GIT_TIMES, type GitTimes } from '../src/approvals/git-repository.js';
import type { AgentFarmConfig } from '../src/connector.config.js';
import { StatusFileStore } from '../src/status-files/status-file-store.js';
import type { Workspace } from '../src/workspaces/workspace.js';
import { Looks } from './looks.js';
import { NO_AGENT_FARM, recordedLog, type Cleanup, type LogLine } from './running-connector.js';
import { PORCH_FILE, PORCH_GATE, type PorchProject } from './porch-project.js';
import { statusFile } from './status-files.js';
import { TempFolder, TempRepository } from './temp-repository.js';

export const FEATURE = 'codev/status/0068-feature.md';
export const GATE = 'specify_to_plan.human_approval';
export const INSTANCE = '3f1f2b0e-0000-4000-8000-000000000001';

export interface BenchSetting {
  readonly push?: boolean;
  readonly git?: GitTimes;
  readonly agentFarm?: AgentFarmConfig;
  /** Where porch is; without, there is none, also on a machine that has one. */
  readonly porch?: string | undefined;
}

export class Killed extends Error {
  override readonly message = 'killed';
}

/** The service was stopped before the outcome was final. */
export class Stopped extends Error {}

/** The rooms below HQ's link, on a real folder: orders go in, outcomes and commits come out. */
export class ApprovalBench {
  private constructor(
    readonly folder: TempFolder,
    readonly data: TempFolder,
    readonly store: StatusFileStore,
    readonly room: ApprovalRoom,
    readonly service: ApprovalService,
    readonly looks: Looks,
    readonly lines: LogLine[],
  ) {}

  /** The usual start: one committed status file with one waiting gate. */
  static async onRepository(
    cleanup: Cleanup,
    content = statusFile(),
  ): Promise<ApprovalBench & { folder: TempRepository }> {
    const repository = cleanup.folder(new TempRepository());
    repository.write(FEATURE, content);
    repository.commitAll();
    return (await ApprovalBench.on(cleanup, repository)) as ApprovalBench & { folder: TempRepository };
  }

  static async on(
    cleanup: Cleanup,
    folder: TempFolder,
    data = cleanup.folder(new TempFolder()),
    { push = false, git = GIT_TIMES, agentFarm = NO_AGENT_FARM, porch }: BenchSetting = {},
  ): Promise<ApprovalBench> {
    const { log, lines } = recordedLog();
    const isRepository = folder instanceof TempRepository;
    const workspace: Workspace = { path: folder.path, name: 'project', isRepository };
    const store = new StatusFileStore([workspace], log);
    cleanup.add(store, (each) => each.onApplicationShutdown());
    await store.start();
    const looks = new Looks();
    const room = new ApprovalRoom({ dataDir: data.path, push, agentFarm }, store, {
      git,
      nextLook: looks.next,
      porch: () => porch,
    });
    const service = new ApprovalService([workspace], INSTANCE, store, room, log);
    cleanup.add(service, (each) => each.beforeApplicationShutdown());
    return new ApprovalBench(folder, data, store, room, service, looks, lines);
  }

  /** An order as HQ sends it for what is in the file now. */
  payload(overrides: Partial<HqPayload<'approval'>> = {}): HqPayload<'approval'> {
    return {
      project_path: this.folder.path,
      project_id: '0068',
      gate: GATE,
      decision_id: randomUUID(),
      status_file: FEATURE,
      approver: { id: 'ada', name: 'Ada Lovelace', email: 'ada@example.org' },
      approved_by: 'Ada Lovelace',
      approved_at: '2026-01-16T06:15:12.348Z',
      ...overrides,
    };
  }

  /** The same for the gate of a builder's porch project. */
  porchPayload(
    { builder }: Pick<PorchProject, 'builder'>,
    overrides: Partial<HqPayload<'approval'>> = {},
  ): HqPayload<'approval'> {
    return this.payload({
      project_id: '0412',
      gate: PORCH_GATE,
      status_file: PORCH_FILE,
      worktree: builder.path,
      ...overrides,
    });
  }

  decide(overrides: Partial<HqPayload<'approval'>> = {}): Promise<Outcome> {
    return this.decidePayload(this.payload(overrides));
  }

  async decidePayload(payload: HqPayload<'approval'>, envelopeId: string = randomUUID()): Promise<Outcome> {
    return this.carryOut(approvalOrder(payload, envelopeId));
  }

  /** A request for changes as HQ sends it. */
  rejection(overrides: Partial<HqPayload<'rejection'>> = {}): HqPayload<'rejection'> {
    const { approved_by: _, approved_at, ...target } = this.payload();
    return { ...target, rejected_by: 'Ada Lovelace', rejected_at: approved_at, comment: 'No.', ...overrides };
  }

  reject(payload: HqPayload<'rejection'>): Promise<Outcome> {
    return this.carryOut(requestOrder(payload, randomUUID()));
  }

  private async carryOut(order: DecisionOrder): Promise<Outcome> {
    const outcome = await this.service.decide(order, { hqUrl: 'ws://hq.test/ws', signs: false });
    if (!outcome) throw new Stopped();
    return outcome;
  }

  answered(payload: HqPayload<'approval'>): Promise<void> {
    return this.service.answered(approvalOrder(payload, ''));
  }

  /** The process dies just before, or just after, it writes this state down. */
  killAt(state: JournalEntry['state'], when: 'before' | 'after'): void {
    this.killWhen((entry) => entry.state === state, when);
  }

  killWhen(isIt: (entry: JournalEntry) => boolean, when: 'before' | 'after'): void {
    const { journal } = this.room;
    const save = journal.save.bind(journal);
    journal.save = async (entry) => {
      if (isIt(entry) && when === 'before') throw new Killed();
      await save(entry);
      if (isIt(entry)) throw new Killed();
    };
  }

  /** The process dies when what it wrote is undone, and it has yet to write down that there is nothing to finish. */
  killBeforeForgetting(): void {
    this.room.journal.forget = () => Promise.reject(new Killed());
  }

  gateDigest(path = FEATURE, gate = GATE): string {
    const model = parseStatusFile(this.folder.read(path), path);
    return model.gates.find(({ name }) => name === gate)?.digest ?? '';
  }
}
