import type { StateSnapshot } from '@codev-hq/protocol';
import { builderView, fileView, instanceView, type InstanceRecord } from './mirror-records.js';

/** The whole mirror as the API shows it, in the order instances first came. */
export function snapshot(instances: Iterable<InstanceRecord>, detail: 'full' | 'summary'): StateSnapshot {
  return {
    instances: Array.from(instances, (instance) => ({
      ...instanceView(instance),
      status_files: Array.from(instance.files.values(), (file) => fileView(file, detail)),
      builders: Array.from(instance.builders.values(), builderView),
    })),
    timestamp: new Date().toISOString(),
  };
}
