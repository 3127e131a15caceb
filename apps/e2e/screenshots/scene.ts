import type { Stage, Viewer } from './studio.ts';
import type { Team } from './team/team.ts';

/** A page in one of its states, and how it comes to it. */
export interface Scene {
  /** `inbox-full`: the page, then the state. */
  readonly name: string;
  /** Ada, unless it says so. */
  readonly viewer?: Viewer;
  /** Also what is below the screen. */
  readonly whole?: true;
  /** What happens elsewhere first, once for all devices. */
  readonly before?: (team: Team, stages: readonly Stage[]) => Promise<unknown>;
  /** Ends when there is to be seen what the picture is of. */
  readonly show: (stage: Stage) => Promise<unknown>;
  /** Puts the page back. */
  readonly after?: (stage: Stage) => Promise<unknown>;
}
