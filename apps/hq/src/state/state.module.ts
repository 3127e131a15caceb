import { Module } from '@nestjs/common';
import { LinkHealth } from './link-health.js';
import { MirrorFacts } from './mirror-facts.js';
import { MirrorWriter } from './mirror-writer.js';
import { Mirror } from './mirror.js';
import { RememberedGates } from './remembered-gates.js';
import { SettlingFiles } from './settling-files.js';
import { StateAnswer } from './state-answer.js';
import { StateController } from './state.controller.js';
import { StatusFileReader } from './status-file-reader.js';

@Module({
  controllers: [StateController],
  providers: [
    LinkHealth,
    Mirror,
    MirrorFacts,
    MirrorWriter,
    RememberedGates,
    SettlingFiles,
    StateAnswer,
    StatusFileReader,
  ],
  exports: [LinkHealth, Mirror, MirrorFacts, RememberedGates],
})
export class StateModule {}
