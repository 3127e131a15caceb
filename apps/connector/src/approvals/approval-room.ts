import { Inject, Injectable, Optional } from '@nestjs/common';
import { TowerClient } from '../agent-farm/tower-client.js';
import { CONFIG, type ConnectorConfig } from '../connector.config.js';
import { StatusFileStore } from '../status-files/status-file-store.js';
import { ApprovalApplier } from './approval-applier.js';
import type { Checkout } from './decision-checkout.js';
import { CommitPatience, type NextLook } from './commit-patience.js';
import { DecisionCommitter } from './decision-committer.js';
import { DecisionJournal } from './decision-journal.js';
import { DecisionWords } from './decision-words.js';
import { GIT_TIMES, GitRepository, type GitTimes } from './git-repository.js';
import { PinnedKeys } from './pinned-keys.js';
import { RunningGit } from './running-git.js';

/** How long things take here; tests do not wait. */
export interface Pace {
  readonly git: GitTimes;
  readonly nextLook?: NextLook;
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
    this.words = new DecisionWords(new TowerClient(config.agentFarm));
    this.applier = new ApprovalApplier(store, this.journal, this.committer, repositoryOf);
  }

  private repositoryOf({ path, isRepository }: Checkout): GitRepository | undefined {
    if (!isRepository) return undefined;
    const repository = this.repositories.get(path) ?? new GitRepository(path, this.pace.git);
    this.repositories.set(path, repository);
    return repository;
  }
}
