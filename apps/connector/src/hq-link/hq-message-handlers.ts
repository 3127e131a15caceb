import { Injectable } from '@nestjs/common';
import {
  failure,
  success,
  type Envelope,
  type HqMessageType,
  type HqPayload,
  type PublicKey,
} from '@codev-hq/protocol';
import { CommandService, type Acknowledge } from '../agent-farm/command.service.js';
import type { TerminalSink } from '../agent-farm/terminal-follower.js';
import { TerminalService } from '../agent-farm/terminal.service.js';
import { ApprovalService } from '../approvals/approval.service.js';
import { approvalOrder, requestOrder, type DecisionOrder } from '../approvals/decision-order.js';
import { ArtifactStore } from '../artifacts/artifact-store.js';
import type { Wire } from './wire.js';

/** What a handler may know about the connection its message came by. */
export interface Caller {
  readonly wire: Wire;
  readonly hqUrl: string;
  readonly features: ReadonlySet<string>;
  readonly sync: (projectPath: string, messageId: string) => Promise<void>;
}

type Handler<T extends HqMessageType> = (
  payload: HqPayload<T>,
  message: Envelope,
  caller: Caller,
) => Promise<void> | void;

export type HqMessageHandlerMap = { readonly [T in Exclude<HqMessageType, 'welcome'>]: Handler<T> };

/** What this connector does about each message of HQ. A message it cannot serve is answered in words, never ignored. */
@Injectable()
export class HqMessageHandlers {
  readonly byType: HqMessageHandlerMap;
  private readonly inProgress = new Set<Promise<void>>();

  constructor(
    private readonly approvals: ApprovalService,
    private readonly commands: CommandService,
    private readonly terminals: TerminalService,
    private readonly artifacts: ArtifactStore,
  ) {
    this.byType = {
      pong: () => undefined,
      approval: (payload, message, caller) =>
        this.noted(this.decide(approvalOrder(payload, message.id), message, caller)),
      rejection: (payload, message, caller) =>
        this.noted(this.decide(requestOrder(payload, message.id), message, caller)),
      sync_request: (payload, message, caller) => caller.sync(payload.project_path, message.id),
      command: (payload, message, caller) => this.noted(this.command(payload, message, caller)),
      artifact_request: (payload, message, caller) => this.artifact(payload, message, caller),
      terminal_request: (payload, message, caller) => this.terminal(payload, message, caller),
      config_update: (_, message, { wire }) => unsupported(message, wire, 'take settings from HQ'),
    };
  }

  meet(hqUrl: string, keys: readonly PublicKey[]): Promise<void> {
    return this.approvals.meet(hqUrl, keys);
  }

  /** Resolves when no decision is in the middle; those that wait for git are left to the next process. */
  async idle(): Promise<void> {
    this.approvals.stopWaiting();
    this.commands.stop();
    await Promise.allSettled(this.inProgress);
  }

  private noted(work: Promise<void>): Promise<void> {
    this.inProgress.add(work);
    return work.finally(() => this.inProgress.delete(work));
  }

  /** Only to an HQ that knows the message; without a connection it asks again, and is told again. */
  private tellProgress({ tracked, decisionId }: DecisionOrder, { wire, features }: Caller) {
    if (!tracked || !features.has('decision_progress')) return undefined;
    return this.approvals.progress.follow(decisionId, (progress) => {
      if (wire.isOpen) wire.send('decision_progress', progress);
    });
  }

  private async command(payload: HqPayload<'command'>, message: Envelope, caller: Caller): Promise<void> {
    const { project_path: projectPath, command, args = {} } = payload;
    const commandId = payload.command_id ?? message.id;
    const acknowledge: Acknowledge = (word) => {
      if (caller.wire.isOpen) caller.wire.send('command_ack', { command_id: commandId, ...word });
    };
    if (command !== 'sync_status') {
      await this.commands.run({ commandId, projectPath, command, args }, acknowledge);
    } else if (this.commands.serves(projectPath)) {
      await caller.sync(projectPath, message.id);
      acknowledge({ status: 'done' });
    } else {
      acknowledge({ status: 'refused', detail: `This connector does not serve ${projectPath}.` });
    }
  }

  private async artifact(
    request: HqPayload<'artifact_request'>,
    message: Envelope,
    { wire }: Caller,
  ): Promise<void> {
    const read = await this.artifacts.read(request);
    if (!wire.isOpen) return;
    if (read.ok) wire.answer(success(message.id, { ...read.answer }));
    else wire.answer(failure(message.id, read.refusal.code, read.refusal.error));
  }

  private async terminal(
    payload: HqPayload<'terminal_request'>,
    message: Envelope,
    { wire }: Caller,
  ): Promise<void> {
    const result = await this.terminals.look(payload, terminalSink(wire));
    if (!wire.isOpen) return;
    if (result.ok) wire.answer(success(message.id, { ...result.answer }));
    else wire.answer(failure(message.id, result.refusal.code, result.refusal.error));
  }

  private async decide(order: DecisionOrder, message: Envelope, caller: Caller): Promise<void> {
    const following = this.tellProgress(order, caller);
    const result = await this.approvals
      .decide(order, {
        hqUrl: caller.hqUrl,
        signs: caller.features.has('proof'),
      })
      .finally(() => following?.unsubscribe());
    // Without a connection HQ asks again, and gets the same answer.
    if (!result || !caller.wire.isOpen) return;
    if (result.ok) {
      caller.wire.answer(success(message.id, { ...result.outcome }));
      await this.approvals.answered(order);
      return;
    }
    const { code, error, ...details } = result.refusal;
    const extra = Object.keys(details).length > 0 ? { payload: details } : {};
    caller.wire.answer(failure(message.id, code, error, extra));
  }
}

/** While this much waits to leave the machine, a terminal's lines are left out rather than kept. */
const TERMINAL_BACKLOG_BYTES = 1024 * 1024;

function terminalSink(wire: Wire): TerminalSink {
  return {
    get isOpen() {
      return wire.isOpen;
    },
    get hasRoom() {
      return wire.backlog < TERMINAL_BACKLOG_BYTES;
    },
    send: (session_id, data, sequence) =>
      wire.send('terminal_output', {
        session_type: 'builder',
        session_id,
        data: data.toString('base64'),
        sequence,
      }),
  };
}

function unsupported(message: Envelope, wire: Wire, what: string): void {
  wire.answer(
    failure(message.id, 'UNSUPPORTED', `This connector does not ${what}. Update it, or do without.`),
  );
}
