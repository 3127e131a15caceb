import type { Delivery } from '@codev-hq/protocol';
import { builderIn } from '../agent-farm/builder-name.js';
import { changesRequested, gateOpened } from '../agent-farm/builder-words.js';
import type { Towers } from '../agent-farm/towers.js';
import type { Checkout } from './decision-checkout.js';
import { approverName, type DecisionOrder } from './decision-order.js';
import { isPorchFile } from './locate-status-file.js';

const ARCHITECT = 'architect';

/** Tells those who wait for a decision. Whether that works changes nothing about the decision. */
export class DecisionWords {
  constructor(private readonly towers: Pick<Towers, 'send'>) {}

  /** How far the words came, or undefined when there is nobody to be told anything. */
  async tell(checkout: Checkout, order: DecisionOrder, statusFile: string): Promise<Delivery | undefined> {
    const builder = await builderIn(checkout.path);
    const send = (to: string, message: string): Promise<Delivery> =>
      this.towers.send({ to, message, workspace: order.projectPath });
    if (order.kind === 'approve') {
      // porch's builders sleep until they are woken; who follows a Markdown file watches it.
      const isAwaited = builder !== undefined && isPorchFile(statusFile);
      return isAwaited ? send(builder, gateOpened(order.gate)) : undefined;
    }
    const { projectId, gate, comment = '' } = order;
    const words = changesRequested({ projectId, gate, by: approverName(order), comment });
    if (builder === undefined) return send(ARCHITECT, words);
    return together(await Promise.all([send(builder, words), send(ARCHITECT, words)]));
  }
}

/** The builder's counts; that the architect knows is worth a word when the builder does not. */
function together([builder, architect]: readonly [Delivery, Delivery]): Delivery {
  if (builder.state === 'delivered' || architect.state !== 'delivered') return builder;
  const reasons = [builder.reason, 'the architect was told'].filter(Boolean);
  return { ...builder, reason: reasons.join('; ').slice(0, 1000) };
}
