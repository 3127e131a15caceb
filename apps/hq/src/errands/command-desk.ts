import { Injectable } from '@nestjs/common';
import type { CommandAnswer, CommandRequest, ConnectorPayload } from '@codev-hq/protocol';
import { randomUUID } from 'node:crypto';
import { Subject } from 'rxjs';
import { actorOf, type Principal } from '../people/principal.js';
import { AuditRepository } from '../persistence/audit.repository.js';
import { ErrandDesk } from './errand-desk.js';

/** What a machine says last of a command. */
const FINAL = new Set(['done', 'held', 'failed', 'refused', 'unsupported']);
/** Characters of a command's arguments that the audit log keeps. */
const KEPT_ARGS = 4000;

interface Acknowledged {
  readonly instanceId: string;
  readonly answer: CommandAnswer;
}

/** Sends commands to machines, and keeps in the audit log who asked for what and what came of it. */
@Injectable()
export class CommandDesk {
  private readonly acknowledged = new Subject<Acknowledged>();

  constructor(
    private readonly desk: ErrandDesk,
    private readonly audit: AuditRepository,
  ) {}

  /** The machine's last word within `wait` ms; `unanswered` when it has said nothing by then. */
  async run(request: CommandRequest, principal: Principal): Promise<CommandAnswer> {
    const { instance_id, project_path, command, args = {}, wait = 0 } = request;
    const command_id = randomUUID();
    const details = { command_id, instance: instance_id, project: project_path, command };
    await this.audit.append(
      {
        actor: actorOf(principal),
        event: 'command-requested',
        details: { ...details, args: JSON.stringify(args).slice(0, KEPT_ARGS) },
      },
      Date.now(),
    );
    const words = this.heard(command_id, instance_id, wait);
    const payload = { command_id, project_path, command, args };
    if (!this.desk.tell(instance_id, 'command', payload)) {
      const detail = 'The machine is offline. Nothing was done.';
      await this.acknowledgedBy(instance_id, { command_id, status: 'failed', detail });
    }
    return words;
  }

  /** A machine tells how far a command is: kept first, then told. */
  async acknowledgedBy(instanceId: string, payload: ConnectorPayload<'command_ack'>): Promise<void> {
    const entry = { actor: `instance:${instanceId}`, event: 'command-acknowledged', details: payload };
    await this.audit.append(entry, Date.now());
    this.acknowledge(instanceId, payload);
  }

  private acknowledge(
    instanceId: string,
    { command_id, status, detail }: ConnectorPayload<'command_ack'>,
  ): void {
    this.acknowledged.next({ instanceId, answer: { command_id, status, ...(detail && { detail }) } });
  }

  /** The last word, once it is final or `wait` is over. */
  private heard(commandId: string, instanceId: string, wait: number): Promise<CommandAnswer> {
    return new Promise((resolve) => {
      let last: CommandAnswer = { command_id: commandId, status: 'unanswered' };
      const end = (): void => {
        clearTimeout(timer);
        subscription.unsubscribe();
        resolve(last);
      };
      const timer = setTimeout(end, wait);
      const subscription = this.acknowledged.subscribe(({ instanceId: from, answer }) => {
        if (from !== instanceId || answer.command_id !== commandId) return;
        last = answer;
        if (FINAL.has(answer.status)) end();
      });
    });
  }
}
