import { Module } from '@nestjs/common';
import { ActorNames } from './actor-names.js';
import { AuditCheck } from './audit-check.js';
import { AuditController } from './audit.controller.js';

@Module({ controllers: [AuditController], providers: [ActorNames, AuditCheck], exports: [ActorNames] })
export class AuditModule {}
