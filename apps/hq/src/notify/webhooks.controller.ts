import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  webhookChange,
  webhookRequest,
  type DeliveryAttempt,
  type Refusal,
  type Webhook,
  type WebhookChange,
  type WebhookDelivery,
  type WebhookMade,
  type WebhookRequest,
} from '@codev-hq/protocol';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Caller, Needs } from '../people/auth.guard.js';
import type { Principal } from '../people/principal.js';
import { UNKNOWN, Webhooks } from './webhooks.js';

/** The owner's: a webhook makes HQ call somewhere, and tells it what happens here. */
@Controller('api/webhooks')
@Needs('admin')
export class WebhooksController {
  constructor(private readonly webhooks: Webhooks) {}

  @Get()
  async list(): Promise<Webhook[]> {
    return this.webhooks.list();
  }

  @Post()
  async make(
    @Body(new SchemaPipe(webhookRequest)) body: WebhookRequest,
    @Caller() caller: Principal,
  ): Promise<WebhookMade> {
    return orProblem(await this.webhooks.make(caller, body));
  }

  @Patch(':webhookId')
  async change(
    @Param('webhookId') id: string,
    @Body(new SchemaPipe(webhookChange)) body: WebhookChange,
    @Caller() caller: Principal,
  ): Promise<Webhook> {
    return orProblem(await this.webhooks.change(caller, id, body));
  }

  @Delete(':webhookId')
  @HttpCode(204)
  async remove(@Param('webhookId') id: string, @Caller() caller: Principal): Promise<void> {
    if (!(await this.webhooks.remove(caller, id))) throw new Problem(UNKNOWN);
  }

  @Post(':webhookId/secret')
  @HttpCode(200)
  async renewSecret(@Param('webhookId') id: string, @Caller() caller: Principal): Promise<WebhookMade> {
    return orProblem(await this.webhooks.renewSecret(caller, id));
  }

  @Post(':webhookId/test')
  @HttpCode(200)
  async test(@Param('webhookId') id: string): Promise<DeliveryAttempt> {
    return orProblem((await this.webhooks.test(id)) ?? UNKNOWN);
  }

  @Get(':webhookId/deliveries')
  async deliveries(@Param('webhookId') id: string): Promise<WebhookDelivery[]> {
    return orProblem((await this.webhooks.log(id)) ?? UNKNOWN);
  }
}

function orProblem<T extends object>(answer: T | Refusal): T {
  if ('code' in answer) throw new Problem(answer);
  return answer;
}
