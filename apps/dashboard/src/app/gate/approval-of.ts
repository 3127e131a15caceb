import type { ApproveRequest, GateDetail } from '@codev-hq/protocol';

/** The approval of exactly what was read; `null` when the gate that was read does not wait. */
export function approvalOf(read: GateDetail, comment: string): ApproveRequest | null {
  const waiting = read.waiting;
  if (!waiting) return null;
  const words = comment.trim();
  const { digest, project } = read.status_file;
  return {
    instance_id: waiting.instance_id,
    project_path: waiting.project_path,
    project_id: waiting.project_id,
    gate: waiting.gate,
    status_file: waiting.status_file,
    ...(waiting.worktree !== undefined && { worktree: waiting.worktree }),
    expected: {
      gate_digest: waiting.digest,
      file_digest: digest,
      ...(project.reading_digest !== undefined && { reading_digest: project.reading_digest }),
    },
    ...(words && { comment: words }),
  };
}
