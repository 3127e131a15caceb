import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  createKeyRequest,
  type CreatedKey,
  type CreateKeyRequest,
  type KeyList,
  type Refusal,
} from '@codev-hq/protocol';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Caller, Needs } from './auth.guard.js';
import { KeyDesk } from './key-desk.service.js';
import type { Principal } from './principal.js';

/** API keys: for connectors and scripts (protocol section 8). */
@Controller('api/keys')
@Needs('admin')
export class KeysController {
  constructor(private readonly desk: KeyDesk) {}

  @Get()
  async list(): Promise<KeyList> {
    return { keys: await this.desk.list() };
  }

  @Post()
  async create(
    @Body(new SchemaPipe(createKeyRequest)) request: CreateKeyRequest,
    @Caller() caller: Principal,
  ): Promise<CreatedKey> {
    return orProblem(await this.desk.create(caller, request));
  }

  /** A new secret for the same key: what it registered stays its own. */
  @Post(':keyId/rotate')
  @HttpCode(200)
  async rotate(@Param('keyId') keyId: string, @Caller() caller: Principal): Promise<CreatedKey> {
    return orProblem(await this.desk.rotate(caller, keyId));
  }

  @Delete(':keyId')
  @HttpCode(204)
  async revoke(@Param('keyId') keyId: string, @Caller() caller: Principal): Promise<void> {
    const refusal = await this.desk.revoke(caller, keyId);
    if (refusal) throw new Problem(refusal);
  }
}

function orProblem<T extends object>(answer: T | Refusal): T {
  if ('code' in answer) throw new Problem(answer);
  return answer;
}
