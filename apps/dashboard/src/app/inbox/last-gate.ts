import type { Decision, InstanceState } from '@codev-hq/protocol';

export interface LastGate {
  readonly at: string;
  /** Most status files do not say when a gate came: that is when one was decided. */
  readonly decided: boolean;
}

/** When a gate last came to wait for a person, or was decided if that is all that is known; `null` when none ever did. */
export function lastGateCame(
  instances: readonly InstanceState[],
  decisions: readonly Decision[],
): LastGate | null {
  const requested = instances
    .flatMap((instance) => instance.status_files)
    .flatMap((file) => file.project.gates)
    .flatMap(({ requested_at }) => (requested_at ? { at: requested_at, decided: false } : []));
  const times = [
    ...requested,
    ...decisions.map(({ decided_at }) => ({ at: decided_at, decided: true })),
  ].filter(({ at }) => !Number.isNaN(Date.parse(at)));
  return times.reduce<LastGate | null>((a, b) => (a && Date.parse(a.at) >= Date.parse(b.at) ? a : b), null);
}
