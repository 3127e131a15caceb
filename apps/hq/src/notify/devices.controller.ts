import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import {
  deviceRequest,
  type DeliveryAttempt,
  type NotifiedDevice,
  type DeviceRequest,
  type PushKey,
} from '@codev-hq/protocol';
import type { Request } from 'express';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Caller, Needs, SignedIn } from '../people/auth.guard.js';
import type { Principal } from '../people/principal.js';
import { personOf } from './notified-person.js';
import { PushDevices } from './push-devices.js';
import { VapidKeys } from './vapid-keys.js';

/** The caller's own browsers that are told by web push. */
@Controller('api/notifications')
@Needs('read')
export class DevicesController {
  constructor(
    private readonly devices: PushDevices,
    private readonly keys: VapidKeys,
  ) {}

  @Get('key')
  async key(): Promise<PushKey> {
    return { public_key: (await this.keys.pair()).public_key };
  }

  @Get('devices')
  async list(@Caller() caller: Principal): Promise<NotifiedDevice[]> {
    return this.devices.list(personOf(caller));
  }

  @Post('devices')
  @SignedIn()
  @HttpCode(200)
  async add(
    @Body(new SchemaPipe(deviceRequest)) body: DeviceRequest,
    @Caller() caller: Principal,
    @Req() request: Request,
  ): Promise<NotifiedDevice> {
    const userAgent = request.headers['user-agent'] ?? '';
    const added = await this.devices.add(personOf(caller), caller, body, userAgent);
    if ('code' in added) throw new Problem(added);
    return added;
  }

  @Delete('devices/:deviceId')
  @SignedIn()
  @HttpCode(204)
  async remove(@Param('deviceId') deviceId: string, @Caller() caller: Principal): Promise<void> {
    if (!(await this.devices.remove(personOf(caller), caller, deviceId))) throw unknown();
  }

  @Post('devices/:deviceId/test')
  @SignedIn()
  @HttpCode(200)
  async test(@Param('deviceId') deviceId: string, @Caller() caller: Principal): Promise<DeliveryAttempt> {
    const attempt = await this.devices.test(personOf(caller), deviceId);
    if (!attempt) throw unknown();
    return attempt;
  }
}

function unknown(): Problem {
  const error = 'You have no such device: it was removed, or its push service said that it is gone.';
  return new Problem({ code: 'NOT_FOUND', error });
}
