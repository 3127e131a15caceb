import { Module } from '@nestjs/common';
import { StatusFilesModule } from '../status-files/status-files.module.js';
import { ArtifactStore } from './artifact-store.js';

@Module({ imports: [StatusFilesModule], providers: [ArtifactStore], exports: [ArtifactStore] })
export class ArtifactsModule {}
