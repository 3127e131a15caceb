import type { Decision, InstanceState } from '@codev-hq/protocol';

/** When a gate last came to wait for a person, as far as status files and decisions tell; `null` when none ever did. */
export function lastGateCame(
  instances: readonly InstanceState[],
  decisions: readonly Decision[],
): string | null {
  const requested = instances
    .flatMap((instance) => instance.status_files)
    .flatMap((file) => file.project.gates)
    .flatMap(({ requested_at }) => requested_at ?? []);
  // A gate that was decided had come by then; most status files do not say when.
  const times = [...requested, ...decisions.map(({ decided_at }) => decided_at)].filter(
    (time) => !Number.isNaN(Date.parse(time)),
  );
  return times.length === 0 ? null : times.reduce((a, b) => (Date.parse(a) >= Date.parse(b) ? a : b));
}
