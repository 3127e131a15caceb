import { Injectable } from '@nestjs/common';
import type { NoticeLanguage } from '@codev-hq/protocol';
import { GateList } from '../approval/gate-list.js';
import type {
  DeliveryRow,
  HeldNoticeRow,
  NoticeRow,
  PushDeviceRow,
} from '../persistence/notification-tables.js';
import { NoticeRepository } from '../persistence/notice.repository.js';
import type { DeliveryPayload } from './delivery-payload.js';
import { DeliveryRun } from './delivery-run.js';
import { deliveryOf, messagesFor, summaryOf } from './messages.js';
import { NoticeBoard } from './notice-board.js';
import { isOpen } from './open-gates.js';
import { isQuiet } from './quiet-hours.js';
import { hookWants, Recipients, wants } from './recipients.js';

/** Milliseconds without news before it goes out, so that what comes together is told together, and the longest wait. */
const SETTLED = 2000;
const LONGEST = 15_000;

/** Events that one delivery to a webhook holds. */
const AT_ONCE = 100;

/** Turns what is to be told into deliveries: to whom, now or after their quiet hours, one by one or as a summary. */
@Injectable()
export class NoticeDealer {
  constructor(
    private readonly repository: NoticeRepository,
    private readonly board: NoticeBoard,
    private readonly gates: GateList,
    private readonly recipients: Recipients,
    private readonly run: DeliveryRun,
  ) {}

  async deal(now: number): Promise<void> {
    if (!this.board.isDue(now, SETTLED, LONGEST)) return;
    const undealt = await this.repository.undealt();
    const notices = undealt.filter(this.stillTrue());
    const everybody = await this.recipients.everybody();
    const deliveries: DeliveryRow[] = [];
    const held: HeldNoticeRow[] = [];
    for (const recipient of everybody.recipients) {
      const wanted = notices.filter((notice) => wants(recipient, notice, everybody));
      const { personId, devices, preferences } = recipient;
      if (isQuiet(preferences.quiet_hours, now)) {
        held.push(...wanted.map(({ id }) => ({ person_id: personId, notice_id: id })));
        continue;
      }
      deliveries.push(...toDevices(devices, (language) => messagesFor(wanted, language), now));
    }
    for (const hook of everybody.hooks) {
      for (const some of chunksOf(notices.filter((notice) => hookWants(hook, notice)))) {
        deliveries.push(deliveryOf({ webhookId: hook.id }, summaryOf(some, hook.language), now));
      }
    }
    const ids = undealt.map(({ id }) => id);
    await this.repository.deal(ids, deliveries, held);
    this.board.allDealt();
    this.run.take(deliveries);
  }

  /** What people's quiet hours held, as one message each once those are over. */
  async release(now: number): Promise<void> {
    const held = Map.groupBy(await this.repository.held(), ({ person_id }) => person_id);
    if (held.size === 0) return;
    const { recipients } = await this.recipients.everybody();
    const stillTrue = this.stillTrue();
    for (const [personId, entries] of held) {
      const recipient = recipients.find((known) => known.personId === personId);
      if (recipient && isQuiet(recipient.preferences.quiet_hours, now)) continue;
      const notices = entries.map(({ notice }) => notice);
      const rest = notices.filter(stillTrue);
      const summary = (language: NoticeLanguage) =>
        rest.length > 0 ? [summaryOf(rest, language, true)] : [];
      const deliveries = toDevices(recipient?.devices ?? [], summary, now);
      await this.repository.release(
        personId,
        notices.map(({ id }) => id),
        deliveries,
      );
      this.run.take(deliveries);
    }
  }

  /** A gate that was decided meanwhile waits for nobody. */
  private stillTrue(): (notice: NoticeRow) => boolean {
    let open: ReadonlySet<string> | undefined;
    return ({ kind, gate_id }) => {
      if (gate_id === null || kind === 'decision_failed') return true;
      open ??= new Set(
        this.gates
          .all()
          .filter(isOpen)
          .map((gate) => gate.gate_id),
      );
      return open.has(gate_id);
    };
  }
}

/** Each device's in its own language. */
function toDevices(
  devices: readonly PushDeviceRow[],
  messages: (language: NoticeLanguage) => DeliveryPayload[],
  now: number,
): DeliveryRow[] {
  return devices.flatMap(({ id, language }) =>
    messages(language).map((payload) => deliveryOf({ deviceId: id }, payload, now)),
  );
}

function chunksOf<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / AT_ONCE) }, (_, i) =>
    items.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  );
}
