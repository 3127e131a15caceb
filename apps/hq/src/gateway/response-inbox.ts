import { Injectable, Logger } from '@nestjs/common';
import type { ResponseEnvelope } from '@codev-hq/protocol';
import { SettlementService } from '../approval/settlement.service.js';
import { ErrandDesk } from '../errands/errand-desk.js';
import type { Connection } from './connection.js';

/** Takes connectors' answers to what HQ asked. A decision's frame has the decision's id, so no memory is needed for it. */
@Injectable()
export class ResponseInbox {
  private readonly logger = new Logger('Gateway');

  constructor(
    private readonly settlement: SettlementService,
    private readonly errands: ErrandDesk,
  ) {}

  async receive(connection: Connection, response: ResponseEnvelope): Promise<void> {
    if (connection.instanceId === undefined) return;
    if (this.errands.answered(connection.instanceId, response)) return;
    try {
      await this.settlement.answered(connection.instanceId, response);
    } catch (error) {
      // Not recorded means not settled: the decision is sent again on the next connection and answered again.
      this.logger.error(error, `The answer to ${response.id} could not be recorded.`);
    }
  }
}
