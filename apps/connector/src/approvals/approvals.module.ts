import { Module } from '@nestjs/common';
import { StatusFilesModule } from '../status-files/status-files.module.js';
import { ApprovalRoom } from './approval-room.js';
import { ApprovalService } from './approval.service.js';

@Module({
  imports: [StatusFilesModule],
  providers: [ApprovalRoom, ApprovalService],
  exports: [ApprovalService],
})
export class ApprovalsModule {}
