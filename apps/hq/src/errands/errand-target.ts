import type { ConnectorFeature } from '@codev-hq/protocol';
import { Problem } from '../http/problem.js';
import type { InstanceRecord } from '../state/mirror-records.js';
import { unregistered, type Mirror } from '../state/mirror.js';

/**
 * The machine that an errand is for: known, with that project, online, and able to.
 * @throws Problem in words for people.
 */
export function errandTarget(
  mirror: Mirror,
  { instance_id, project_path }: { instance_id: string; project_path: string },
  feature: ConnectorFeature,
  what: string,
): InstanceRecord {
  const instance = mirror.instance(instance_id);
  if (!instance) {
    const error = `There is no machine ${instance_id}. GET /api/state lists them.`;
    throw new Problem({ code: 'INSTANCE_NOT_FOUND', error });
  }
  const refusal = unregistered(instance, project_path);
  if (refusal) {
    const error = `${instance.name} has no project ${project_path}. GET /api/state lists its projects.`;
    throw new Problem({ code: 'PROJECT_NOT_FOUND', error });
  }
  if (!instance.features.has(feature)) {
    const error = `The connector on ${instance.name} does not ${what}: it is older, or its owner has not allowed it.`;
    throw new Problem({ code: 'UNSUPPORTED', error });
  }
  if (!instance.online) {
    const error = `${instance.name} is offline. Try again when it is back.`;
    throw new Problem({ code: 'UNREACHABLE', error });
  }
  return instance;
}
