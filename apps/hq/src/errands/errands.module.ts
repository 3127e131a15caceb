import { Module } from '@nestjs/common';
import { StateModule } from '../state/state.module.js';
import { ArtifactController } from './artifact.controller.js';
import { ArtifactReader } from './artifact-reader.js';
import { CommandDesk } from './command-desk.js';
import { CommandsController } from './commands.controller.js';
import { ErrandDesk } from './errand-desk.js';
import { TerminalController } from './terminal.controller.js';
import { TerminalDesk } from './terminal-desk.js';

@Module({
  imports: [StateModule],
  controllers: [ArtifactController, CommandsController, TerminalController],
  providers: [ArtifactReader, CommandDesk, ErrandDesk, TerminalDesk],
  exports: [CommandDesk, ErrandDesk, TerminalDesk],
})
export class ErrandsModule {}
