import { Module } from '@nestjs/common';
import { StatusFileStore } from './status-file-store.js';

@Module({ providers: [StatusFileStore], exports: [StatusFileStore] })
export class StatusFilesModule {}
