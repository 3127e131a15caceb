import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type ConnectorConfig } from '../connector.config.js';
import { StatusFileStore } from '../status-files/status-file-store.js';
import type { Workspace } from '../workspaces/workspace.js';
import { ApprovalApplier } from './approval-applier.js';
import { DecisionCommitter } from './decision-committer.js';
import { DecisionJournal } from './decision-journal.js';
import { GitRepository } from './git-repository.js';
import { PinnedKeys } from './pinned-keys.js';
import { RunningGit } from './running-git.js';

/** The parts that turn an approval into a commit, put together once. */
@Injectable()
export class ApprovalRoom {
  readonly journal: DecisionJournal;
  readonly keys: PinnedKeys;
  readonly committer: DecisionCommitter;
  readonly applier: ApprovalApplier;
  private readonly repositories = new Map<string, GitRepository>();

  constructor(@Inject(CONFIG) config: Pick<ConnectorConfig, 'dataDir'>, store: StatusFileStore) {
    this.journal = new DecisionJournal(config.dataDir);
    this.keys = new PinnedKeys(config.dataDir);
    const repositoryOf = (workspace: Workspace): GitRepository | undefined => this.repositoryOf(workspace);
    this.committer = new DecisionCommitter(this.journal, new RunningGit(config.dataDir), repositoryOf);
    this.applier = new ApprovalApplier(store, this.journal, this.committer, repositoryOf);
  }

  private repositoryOf({ path, isRepository }: Workspace): GitRepository | undefined {
    if (!isRepository) return undefined;
    const repository = this.repositories.get(path) ?? new GitRepository(path);
    this.repositories.set(path, repository);
    return repository;
  }
}
