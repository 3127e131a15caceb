import type { CampaignPlan } from './campaign.ts';

type Sized = Omit<CampaignPlan, 'seed' | 'say'>;

/** A hundred machines, eleven decisions each. */
export const LONG: Sized = {
  alone: 4,
  hosts: 8,
  machinesPerHost: 12,
  projects: 11,
  contested: 1,
  decideEveryMs: 150,
  trouble: { hqKills: 25, hostKills: 50, every: [150, 900] },
  healWithinMs: 150_000,
};

/** The same in small, for every test run. */
export const SHORT: Sized = {
  alone: 2,
  hosts: 2,
  machinesPerHost: 3,
  projects: 6,
  contested: 1,
  decideEveryMs: 120,
  trouble: { hqKills: 3, hostKills: 5, every: [100, 500] },
  healWithinMs: 60_000,
};
