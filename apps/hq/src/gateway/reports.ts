import { Injectable } from '@nestjs/common';
import type { ConnectorPayload } from '@codev-hq/protocol';
import { SettlementService } from '../approval/settlement.service.js';
import { CommandDesk } from '../errands/command-desk.js';
import { TerminalDesk } from '../errands/terminal-desk.js';
import { AuditRepository, type AuditEntry } from '../persistence/audit.repository.js';
import { builderView, type InstanceRecord } from '../state/mirror-records.js';
import { Mirror, unregistered } from '../state/mirror.js';
import { RowBudget } from '../persistence/row-budget.js';
import type { Connection } from './connection.js';
import { done, doneUnless, refused, type Reply } from './reply.js';

/** Rows of the audit log, which nothing ever leaves, that a machine may fill by what it says: a working one adds ten an hour. */
const AUDIT = { burst: 500, oneMoreEvery: 60_000 };

/** What a registered connector reports. An answer means that `GET /api/state` says the same. */
@Injectable()
export class Reports {
  private readonly budget = new RowBudget(AUDIT);

  constructor(
    private readonly mirror: Mirror,
    private readonly audit: AuditRepository,
    private readonly settlement: SettlementService,
    private readonly commands: CommandDesk,
    private readonly terminals: TerminalDesk,
  ) {}

  statusUpdate(connection: Connection, payload: ConnectorPayload<'status_update'>): Reply {
    return doneUnless(this.mirror.statusUpdate(this.instanceOf(connection), payload));
  }

  builderUpdate(connection: Connection, payload: ConnectorPayload<'builder_update'>): Reply {
    return doneUnless(this.mirror.builderUpdate(this.instanceOf(connection), payload));
  }

  manifest(connection: Connection, payload: ConnectorPayload<'sync_response'>): Reply {
    const answer = this.mirror.manifest(this.instanceOf(connection), payload);
    return 'code' in answer ? refused(answer) : done({ wanted: answer.wanted });
  }

  /** A connector asks what HQ has: digests, without contents. */
  syncRequest(connection: Connection, payload: ConnectorPayload<'sync_request'>): Reply {
    const instance = this.instanceOf(connection);
    const files = [...instance.files.values()].filter(({ row }) => row.project_path === payload.project_path);
    const builders = [...instance.builders.values()].filter(
      (row) => row.project_path === payload.project_path,
    );
    return done({
      project_path: payload.project_path,
      status_files: files.map(({ row }) => ({
        path: row.path,
        digest: row.digest,
        sha: row.git_sha,
        ...(row.worktree && { worktree: row.worktree }),
      })),
      builders: builders.map(builderView),
    });
  }

  /** A gate passed on the machine without HQ: kept in the audit log; the status file itself tells the state. */
  async gateCompleted(connection: Connection, payload: ConnectorPayload<'gate_completed'>): Promise<Reply> {
    const instance = this.instanceOf(connection);
    const refusal = unregistered(instance, payload.project_path);
    if (refusal) return refused(refusal);
    if (!isKnownGate(instance, payload)) {
      const error = `HQ knows no gate ${payload.gate} of project ${payload.project_id} there. Send its status file first.`;
      return refused({ code: 'GATE_NOT_FOUND', error });
    }
    const full = this.spend(instance);
    if (full) return full;
    // What the machine says of who it was is a claim: only a decision of HQ's proves a person.
    const { completed_by: claimed_by, completed_at: claimed_at, ...gate } = payload;
    const entry: AuditEntry = {
      actor: `instance:${instance.instanceId}`,
      event: 'gate-completion-claimed',
      details: { ...gate, claimed_by, claimed_at },
    };
    await this.audit.append(entry, Date.now());
    return done();
  }

  async decisionProgress(
    connection: Connection,
    payload: ConnectorPayload<'decision_progress'>,
  ): Promise<Reply> {
    const known = await this.settlement.progressed(this.instanceOf(connection).instanceId, payload);
    if (known) return done();
    const error = `No decision ${payload.decision_id} is on its way to this machine.`;
    return refused({ code: 'NOT_FOUND', error });
  }

  /** Also of a command that HQ asked for before it was started again: what came of it belongs into the log. */
  async commandAck(connection: Connection, payload: ConnectorPayload<'command_ack'>): Promise<Reply> {
    const instance = this.instanceOf(connection);
    const full = this.spend(instance);
    if (full) return full;
    await this.commands.acknowledgedBy(instance.instanceId, payload);
    return done();
  }

  terminalOutput(connection: Connection, payload: ConnectorPayload<'terminal_output'>): Reply {
    this.terminals.heard(this.instanceOf(connection).instanceId, payload);
    return done();
  }

  /** Counts a row; refused when this machine has added too many. */
  private spend({ instanceId }: InstanceRecord): Reply | undefined {
    const now = Date.now();
    if (this.budget.allows(instanceId, now)) {
      this.budget.spend(instanceId, 1, now);
      return undefined;
    }
    const error = 'This machine has filled its share of the audit log for now. HQ keeps one more a minute.';
    return refused({ code: 'RATE_LIMITED', error });
  }

  private instanceOf({ instanceId }: Connection): InstanceRecord {
    const instance = instanceId === undefined ? undefined : this.mirror.instance(instanceId);
    if (!instance) throw new Error('The intake let a message through before `register`.');
    return instance;
  }
}

function isKnownGate(
  instance: InstanceRecord,
  { project_path, project_id, gate }: ConnectorPayload<'gate_completed'>,
): boolean {
  return [...instance.files.values()].some(
    ({ row, model }) =>
      row.project_path === project_path &&
      model.id === project_id &&
      model.gates.some(({ name }) => name === gate || name.endsWith(`.${gate}`)),
  );
}
