import { failure, type ConnectorPayload } from '@codev-hq/protocol';
import type { Log } from '../connector-log.js';
import type { StatusFileStore } from '../status-files/status-file-store.js';
import { BuilderReports } from './builder-reports.js';
import type { ArtifactStore } from '../artifacts/artifact-store.js';
import type { HqMessageHandlers } from './hq-message-handlers.js';
import { HqSession } from './hq-session.js';
import { HqSocket } from './hq-socket.js';
import { fullSyncResponse, syncProject, type SyncParts } from './initial-sync.js';
import type { Introduction } from './introduction.js';
import { Pacer } from './pacer.js';
import type { Parting } from './reconnect-policy.js';
import type { RefusedMessage } from './refused-messages.js';
import { StatusSender, type FilePlace } from './status-sender.js';
import type { Workspace } from '../workspaces/workspace.js';
import { Wire } from './wire.js';

/** Below HQ's 100 a second and 200 at once, so that answers and heartbeats always fit in. */
const MESSAGES_PER_SECOND = 90;
const MESSAGES_AT_ONCE = 150;
const REGISTER_MS = 15_000;

export interface ConnectionParts {
  readonly introduction: Introduction;
  readonly store: StatusFileStore;
  readonly artifacts: ArtifactStore;
  readonly handlers: HqMessageHandlers;
  readonly refused: (message: RefusedMessage) => void;
  readonly log: Log;
}

export interface ConnectionEvents {
  readonly registered: (sessionId: string | undefined) => void;
  readonly parted: (parting: Parting) => void;
}

/** One connection with everything that lives as long as it does. A new one starts from what is on disk. */
export class HqConnection {
  private readonly socket: HqSocket;
  private readonly wire: Wire;
  private readonly sender: StatusSender;
  private readonly session: HqSession;
  private features: ReadonlySet<string> = new Set();
  private readonly builders: BuilderReports;
  private isRegistered = false;
  /** The projects that HQ was told of on this connection. */
  private introduced: readonly Workspace[] = [];
  private isSynced = false;

  constructor(
    private readonly parts: ConnectionParts,
    private readonly events: ConnectionEvents,
    sessionId: string | undefined,
  ) {
    const { introduction, handlers, store, artifacts, refused, log } = parts;
    const { hqUrl } = introduction;
    this.socket = new HqSocket(hqUrl, introduction.apiKey, {
      opened: () => log.debug({ hq: hqUrl }, 'socket open'),
      frame: (text) => this.session.receive(text),
      parted: (parting) => this.ended(parting),
    });
    const pacer = new Pacer(MESSAGES_PER_SECOND, MESSAGES_AT_ONCE, Date.now());
    this.wire = new Wire(this.socket, pacer);
    this.sender = new StatusSender(this.wire, store, artifacts, refused, log);
    this.builders = new BuilderReports(this.wire, store);
    this.session = new HqSession({
      hqUrl,
      wire: this.wire,
      handlers: handlers.byType,
      introduction: () => this.introduction(sessionId),
      welcomed: (welcome) => handlers.meet(hqUrl, welcome.public_keys ?? []),
      registered: (features, id) => this.registered(features, id),
      sync: (projectPath, messageId) => this.syncAsked(projectPath, messageId),
      refused,
      giveUp: (parting) => this.socket.abandon(parting),
      log,
    });
  }

  /** A status file has news. Before registration there is nothing to do: the first sync sends everything. */
  changed(file: FilePlace): void {
    if (!this.isRegistered || !this.knows(file.projectPath)) return;
    this.sender.enqueue(file);
    this.buildersChanged(file.projectPath);
  }

  /** Builders are told after the first sync, whose manifest names them all. */
  buildersChanged(projectPath: string): void {
    if (this.isSynced && this.knows(projectPath)) this.builders.update(projectPath);
  }

  private knows(projectPath: string): boolean {
    return this.introduced.some(({ path }) => path === projectPath);
  }

  /** Tells HQ of projects that came after it was introduced to the others, and all that is in them. */
  async servesMore(): Promise<void> {
    const { introduction, log } = this.parts;
    const more = introduction.workspaces.filter((workspace) => !this.introduced.includes(workspace));
    if (!this.isSynced || more.length === 0) return;
    const answer = await this.wire.request('register', this.introduction(undefined), REGISTER_MS);
    if (answer?.success) await this.syncAll(more);
    else log.error({ answer: answer?.error }, 'HQ did not take the new projects; it is told again next time');
  }

  close(): Promise<void> {
    return this.socket.close();
  }

  private registered(features: ReadonlySet<string>, sessionId: string | undefined): void {
    this.features = features;
    this.sender.worktrees = features.has('worktree');
    this.sender.tellsArtifacts = features.has('artifacts');
    this.isRegistered = true;
    this.events.registered(sessionId);
    this.syncAll(this.introduced)
      .then(() => this.servesMore())
      .catch((error: unknown) => this.parts.log.error({ err: error }, 'the first sync failed'));
  }

  private introduction(sessionId: string | undefined): ConnectorPayload<'register'> {
    this.introduced = [...this.parts.introduction.workspaces];
    return this.parts.introduction.words(sessionId);
  }

  private async syncAll(workspaces: readonly Workspace[]): Promise<void> {
    const { log } = this.parts;
    const manifests = this.features.has('manifest');
    let files = 0;
    for (const workspace of workspaces) files += await syncProject(this.syncParts(), workspace, manifests);
    this.isSynced = true;
    // Of whatever has moved on meanwhile, and all of it to an HQ that takes no manifest.
    for (const { path } of workspaces) this.buildersChanged(path);
    await this.sender.drained();
    if (this.wire.isOpen) log.info({ projects: workspaces.length }, `synced ${files} status files`);
  }

  private async syncAsked(projectPath: string, messageId: string): Promise<void> {
    const { introduction, store } = this.parts;
    const workspace = introduction.workspaces.find(({ path }) => path === projectPath);
    if (!workspace) {
      const error = `This connector does not serve ${projectPath}.`;
      this.wire.answer(failure(messageId, 'PROJECT_NOT_FOUND', error));
      return;
    }
    const whole = this.features.has('manifest') ? undefined : fullSyncResponse(store, workspace);
    if (whole) this.wire.send('sync_response', whole);
    else await syncProject(this.syncParts(), workspace, this.features.has('manifest'));
  }

  private syncParts(): SyncParts {
    const { store, log } = this.parts;
    return { wire: this.wire, store, sender: this.sender, builders: this.builders, log };
  }

  private ended(parting: Parting): void {
    this.session.end();
    this.sender.stop();
    this.builders.stop();
    this.events.parted(parting);
  }
}
