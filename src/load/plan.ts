import { SetupError } from '../targets/setup-error.ts';

/** Vendors whose connectors can send the load. */
export const LOAD_VENDORS = ['okta', 'sailpoint', 'entra'] as const;
export type LoadVendor = (typeof LOAD_VENDORS)[number];

/** What a load run does. */
export interface LoadPlan {
  vendor: LoadVendor;
  /** People that are provisioned first, each into one group. */
  users: number;
  groups: number;
  /** Pairs of a joiner and a leaver that come after them. */
  churn: number;
  /** People (joiners and leavers) that begin each second; null for as fast as the server answers. */
  rate: number | null;
  /** People that are worked on at the same time. */
  concurrency: number;
}

/** No run makes more than this, wherever: a load that needs more is not one that this harness can clean up in time. */
export const MOST_OBJECTS = 50_000;

/** The credentials of a run expire after an hour, and its clean-up needs some of it. */
const LONGEST_SECONDS = 2_400;

/** Users and groups that exist at some time because of the plan. */
export function objectsOf({ users, groups, churn }: LoadPlan): number {
  return users + churn + groups;
}

/** People whose provisioning or leaving is begun. */
export function peopleOf({ users, churn }: LoadPlan): number {
  return users + 2 * churn;
}

/** A person takes up to four requests, then come the reading back and the removal. */
export function requestsOf(plan: LoadPlan): number {
  return 4 * peopleOf(plan) + 2 * plan.groups + 4 * objectsOf(plan);
}

/** @throws SetupError when the plan contradicts itself or is beyond what one run may do */
export function checkPlan(plan: LoadPlan): void {
  if (plan.users < plan.churn) {
    throw new SetupError(`--churn ${plan.churn} needs as many leavers, but there are only ${plan.users} users.`);
  }
  if (objectsOf(plan) > MOST_OBJECTS) {
    throw new SetupError(
      `The plan makes ${objectsOf(plan)} users and groups, but a run makes at most ${MOST_OBJECTS}.`,
    );
  }
  if (plan.rate !== null && peopleOf(plan) / plan.rate > LONGEST_SECONDS) {
    throw new SetupError(
      `${peopleOf(plan)} people at ${plan.rate} a second take longer than ${LONGEST_SECONDS / 60} minutes, after which the credentials of the run expire: raise --rate or plan fewer people.`,
    );
  }
}
