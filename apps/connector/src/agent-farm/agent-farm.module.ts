import { Module } from '@nestjs/common';
import { CommandService } from './command.service.js';
import { TerminalService } from './terminal.service.js';

@Module({ providers: [CommandService, TerminalService], exports: [CommandService, TerminalService] })
export class AgentFarmModule {}
