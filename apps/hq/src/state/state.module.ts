import { Module } from '@nestjs/common';
import { MirrorFacts } from './mirror-facts.js';
import { MirrorWriter } from './mirror-writer.js';
import { Mirror } from './mirror.js';
import { SettlingFiles } from './settling-files.js';
import { StateAnswer } from './state-answer.js';
import { StateController } from './state.controller.js';
import { StatusFileReader } from './status-file-reader.js';

@Module({
  controllers: [StateController],
  providers: [Mirror, MirrorFacts, MirrorWriter, SettlingFiles, StateAnswer, StatusFileReader],
  exports: [Mirror, MirrorFacts],
})
export class StateModule {}
