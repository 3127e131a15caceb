import type { Device } from '@codev-hq/protocol';

/** What its owner knows a device by: `Chrome on Android`. */
export function deviceWords({ browser, system, program }: Device): string {
  if (browser !== undefined && system !== undefined)
    return $localize`:@@ui.device:${browser}:browser: on ${system}:system:`;
  return program ?? $localize`:@@ui.device.unknown:Unknown device`;
}
