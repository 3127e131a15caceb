import type { StatusFileModel } from '@codev-hq/protocol';
import { YamlProblem } from './yaml-tree.js';
import { scalarText, type MapEntry, type YamlReader, type YamlValue } from './yaml-value.js';

type PorchFacts = Pick<StatusFileModel, 'plan_phase' | 'started_at' | 'updated_at' | 'pull_request'>;

/** What porch's `status.yaml` says besides its gates, as far as it can be read. */
export function porchFacts(entries: ReadonlyMap<string, MapEntry>, reader: YamlReader): PorchFacts {
  const text = (name: string) => scalarText(entries.get(name)?.value)?.slice(0, 300);
  const planPhase = text('current_plan_phase');
  const startedAt = text('started_at');
  const updatedAt = text('updated_at');
  const pullRequest = lastPullRequest(valueOf(entries.get('pr_history'), reader));
  return {
    ...(planPhase && { plan_phase: planPhase }),
    ...(startedAt && { started_at: startedAt }),
    ...(updatedAt && { updated_at: updatedAt }),
    ...(pullRequest && { pull_request: pullRequest }),
  };
}

function lastPullRequest(history: YamlValue): PorchFacts['pull_request'] {
  const last: unknown = Array.isArray(history) ? history.at(-1) : undefined;
  if (typeof last !== 'object' || last === null) return undefined;
  const { pr_number, merged, merged_at } = last as Record<string, YamlValue>;
  return {
    ...(typeof pr_number === 'string' && { number: pr_number.slice(0, 300) }),
    merged: merged === 'true' || typeof merged_at === 'string',
  };
}

/** In a file with a problem the history may be what cannot be read. */
function valueOf(entry: MapEntry | undefined, reader: YamlReader): YamlValue {
  try {
    return entry ? reader.value(entry.value) : null;
  } catch (error) {
    if (error instanceof YamlProblem) return null;
    throw error;
  }
}
