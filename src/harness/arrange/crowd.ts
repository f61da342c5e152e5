import type { Exchange } from '../../evidence/exchange.ts';
import type { TenantFacts } from '../../targets/run-context.ts';
import type { Tenant } from '../tenant.ts';
import type { ArrangedUser } from './scim-resources.ts';

/** One more than the page that servers commonly work on. */
export const CROWD_SIZE = 101;

/** A SCIM client of its own with many users, who stay as they were made. */
export interface Crowd {
  /** Groups that a test makes with it are removed after the test. */
  tenant: Tenant;
  users: readonly ArrangedUser[];
}

/** A crowd as it outlives the test that needed it first. */
export interface ProvisionedCrowd {
  facts: TenantFacts;
  users: readonly ArrangedUser[];
  /** How it was made. */
  exchanges: readonly Exchange[];
  /** Takes the SCIM client away, and the users with it. */
  remove: () => Promise<unknown>;
}

/**
 * The crowd of a worker: it takes more requests than most tests together, so that it is provisioned once, by the first
 * test that needs one, and removed with the run.
 */
export class SharedCrowd {
  #provisioned: ProvisionedCrowd | null = null;

  /** @param isWhole whether nobody is missing: a server may have lost users to what an earlier test did */
  async get(
    provision: () => Promise<ProvisionedCrowd>,
    isWhole: (crowd: ProvisionedCrowd) => Promise<boolean>,
  ): Promise<ProvisionedCrowd> {
    if (this.#provisioned !== null && !(await isWhole(this.#provisioned))) await this.remove();
    this.#provisioned ??= await provision();
    return this.#provisioned;
  }

  async remove(): Promise<void> {
    const provisioned = this.#provisioned;
    this.#provisioned = null;
    await provisioned?.remove();
  }
}
