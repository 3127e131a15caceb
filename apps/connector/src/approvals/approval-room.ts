import { Inject, Injectable, Optional } from '@nestjs/common';
import { findPorch } from '../agent-farm/porch-runner.js';
import { Towers } from '../agent-farm/towers.js';
import { CONFIG, type ConnectorConfig } from '../connector.config.js';
import { StatusFileStore } from '../status-files/status-file-store.js';
import { ApprovalApplier } from './approval-applier.js';
import type { Checkout } from './decision-checkout.js';
import { CommitPatience, type NextLook } from './commit-patience.js';
import { DecisionCommitter } from './decision-committer.js';
import { DecisionJournal, type JournalEntry } from './decision-journal.js';
import type { Progress } from './decision-order.js';
import { DecisionProgress } from './decision-progress.js';
import { DecisionWords } from './decision-words.js';
import { GIT_TIMES, GitRepository, type GitTimes } from './git-repository.js';
import { PinnedKeys } from './pinned-keys.js';
import { PorchApprover } from './porch-approver.js';
import { RunningGit } from './running-git.js';

/** How long things take here; tests do not wait. */
export interface Pace {
  readonly git: GitTimes;
  readonly nextLook?: NextLook;
  /** Where porch is; by default, where the PATH says. */
  readonly porch?: () => string | undefined;
}
export const PACE = Symbol('PACE');

/** The parts that turn an approval into a commit, put together once. */
@Injectable()
export class ApprovalRoom {
  readonly journal: DecisionJournal;
  readonly keys: PinnedKeys;
  readonly committer: DecisionCommitter;
  readonly applier: ApprovalApplier;
  readonly patience: CommitPatience;
  readonly words: DecisionWords;
  readonly progress = new DecisionProgress();
  private readonly porch: PorchApprover;
  private readonly repositories = new Map<string, GitRepository>();

  constructor(
    @Inject(CONFIG) config: Pick<ConnectorConfig, 'dataDir' | 'push' | 'agentFarm'>,
    store: StatusFileStore,
    @Optional() @Inject(PACE) private readonly pace: Pace = { git: GIT_TIMES },
  ) {
    this.patience = new CommitPatience(pace.nextLook);
    this.journal = new DecisionJournal(config.dataDir);
    this.keys = new PinnedKeys(config.dataDir);
    const repositoryOf = (checkout: Checkout): GitRepository | undefined => this.repositoryOf(checkout);
    const running = new RunningGit(config.dataDir);
    this.committer = new DecisionCommitter(this.journal, running, repositoryOf, config.push);
    this.words = new DecisionWords(new Towers(config.agentFarm));
    this.porch = new PorchApprover({
      journal: this.journal,
      running,
      committer: this.committer,
      progress: this.progress,
      stopped: this.patience.stopped,
      repositoryOf,
      porch: () => (pace.porch ?? findPorch)(),
      timeLimitMs: config.agentFarm.porchLimitMs,
    });
    this.applier = new ApprovalApplier(store, this.journal, this.committer, this.porch, repositoryOf);
  }

  /** What was left in the middle, by a process before this one or to wait. Undefined when nothing was done yet. */
  resume(checkout: Checkout, entry: JournalEntry): Promise<Progress | undefined> {
    return entry.porch
      ? this.porch.resume(checkout, { ...entry, porch: entry.porch })
      : this.committer.resume(checkout, entry);
  }

  private repositoryOf({ path, isRepository }: Checkout): GitRepository | undefined {
    if (!isRepository) return undefined;
    const repository = this.repositories.get(path) ?? new GitRepository(path, this.pace.git);
    this.repositories.set(path, repository);
    return repository;
  }
}
