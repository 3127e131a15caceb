import { Injectable } from '@nestjs/common';
import type { CommandAnswer, CommandRequest, ConnectorPayload, Refusal } from '@codev-hq/protocol';
import { randomUUID } from 'node:crypto';
import { Subject } from 'rxjs';
import { actorOf, type Principal } from '../people/principal.js';
import { AuditRepository } from '../persistence/audit.repository.js';
import { ErrandDesk } from './errand-desk.js';

/** What a machine says last of a command. */
const FINAL = new Set(['done', 'held', 'failed', 'refused', 'unsupported']);
/** Characters of a command's arguments that the audit log keeps. */
const KEPT_ARGS = 4000;

/** Commands without a last word that are remembered: what a machine says of older ones is not kept. */
const MOST_ASKED = 1000;

interface Asked {
  readonly instanceId: string;
  readonly details: Readonly<Record<string, string>>;
}

interface Acknowledged {
  readonly instanceId: string;
  readonly answer: CommandAnswer;
}

/** Sends commands to machines, and keeps in the audit log who asked for what and what came of it. */
@Injectable()
export class CommandDesk {
  private readonly acknowledged = new Subject<Acknowledged>();
  private readonly asked = new Map<string, Asked>();

  constructor(
    private readonly desk: ErrandDesk,
    private readonly audit: AuditRepository,
  ) {}

  /** The machine's last word within `wait` ms; `unanswered` when it has said nothing by then. */
  async run(request: CommandRequest, principal: Principal): Promise<CommandAnswer> {
    const { instance_id, project_path, command, args = {}, wait = 0 } = request;
    const command_id = randomUUID();
    const actor = actorOf(principal);
    await this.audit.append(
      { actor, event: 'command-requested', details: asked(command_id, request) },
      Date.now(),
    );
    this.remember(command_id, {
      instanceId: instance_id,
      details: { project: project_path, command, by: actor },
    });
    const words = this.heard(command_id, instance_id, wait);
    const payload = { command_id, project_path, command, args };
    if (!this.desk.tell(instance_id, 'command', payload)) {
      const detail = 'The machine is offline. Nothing was done.';
      await this.keep('hq', instance_id, { command_id, status: 'failed', detail });
    }
    return words;
  }

  /** HQ itself did not send it: who wanted what, and why not, is kept all the same. */
  async refused(request: CommandRequest, principal: Principal, { code, error }: Refusal): Promise<void> {
    const details = { ...asked(randomUUID(), request), code, error };
    await this.audit.append({ actor: actorOf(principal), event: 'command-refused', details }, Date.now());
  }

  /** A machine tells how far a command is: kept first, then told. */
  async acknowledgedBy(instanceId: string, payload: ConnectorPayload<'command_ack'>): Promise<void> {
    await this.keep(`instance:${instanceId}`, instanceId, payload);
  }

  /** With what it was about, as far as this HQ has asked for it and the word is from the machine that it asked. */
  private async keep(
    actor: string,
    instanceId: string,
    payload: ConnectorPayload<'command_ack'>,
  ): Promise<void> {
    const known = this.asked.get(payload.command_id);
    const about = known?.instanceId === instanceId ? known.details : {};
    const details = { ...about, ...payload };
    await this.audit.append({ actor, event: 'command-acknowledged', details }, Date.now());
    if (known?.instanceId === instanceId && FINAL.has(payload.status)) this.asked.delete(payload.command_id);
    this.acknowledge(instanceId, payload);
  }

  private remember(commandId: string, asked: Asked): void {
    this.asked.set(commandId, asked);
    const [oldest] = this.asked.keys();
    if (oldest !== undefined && this.asked.size > MOST_ASKED) this.asked.delete(oldest);
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

function asked(command_id: string, { instance_id, project_path, command, args = {} }: CommandRequest) {
  const kept = JSON.stringify(args).slice(0, KEPT_ARGS);
  return { command_id, instance: instance_id, project: project_path, command, args: kept };
}
