import type { ConnectorPayload, StatusFileModel } from '@codev-hq/protocol';

export type BuilderStatus = ConnectorPayload<'builder_update'>['status'];

const DONE = new Set(['verified', 'complete']);

/**
 * What a builder is doing, by the status file of its project (codev-today, section 5): agent farm's own word still says
 * "implementing" when a gate was asked for. Without a file it has yet to begin.
 */
export function builderState(model: StatusFileModel | undefined): { status: BuilderStatus; phase?: string } {
  if (!model) return { status: 'spawning' };
  const phase = model.plan_phase ?? model.phase;
  return { status: statusOf(model), ...(phase && { phase }) };
}

function statusOf({ gates, phase, pull_request }: StatusFileModel): BuilderStatus {
  if (DONE.has(phase ?? '')) return 'complete';
  const waiting = gates.filter((gate) => gate.waiting);
  if (waiting.some(({ name }) => name !== 'pr')) return 'blocked';
  if (waiting.length > 0 && pull_request?.merged !== true) return 'pr-ready';
  return 'implementing';
}
