import type { Answer } from '../scim/answer.ts';
import { isObject, type JsonObject } from '../scim/models/json.ts';
import { judgeBystander, judgeStillDeleted } from '../scim/oracles/judge-bystanders.ts';
import { judgeDeleted, judgeDirectGroups, judgeMapping } from '../scim/oracles/judge-mapping.ts';
import { judgeMemberships } from '../scim/oracles/judge-memberships.ts';
import {
  judgeSearch,
  type Search,
  searchesFor,
  searchesForDeleted,
  searchesForRefused,
} from '../scim/oracles/judge-search.ts';
import { shownIds } from '../scim/oracles/member-ids.ts';
import { dataIn, type VaultClient } from '../vault/vault-client.ts';
import type { ProvisionedByTest, ProvisionedResource } from './provisioned-by-test.ts';
import type { TestRecord } from './test-record.ts';

/** So many of each type are looked at, those written last: a test may make hundreds. */
const LOOKED_AT = 3;
const ENDPOINT = { user: '/Users', group: '/Groups' };
const RECORD = { user: 'identity/entity/id', group: 'identity/group/id' };

/** What a read by id shows of a resource, and its record in Vault's identity API. */
interface Seen {
  one: ProvisionedResource;
  resource: JsonObject;
  record: JsonObject | null;
  scim: Answer;
  answer: Answer;
}

/**
 * Looks at what a test has provisioned when it has ended and everything still exists: whatever the test is about, SCIM
 * and Vault's identity API have to tell the same of it, filters have to find it, and writes to other resources must
 * have left it alone.
 */
export class LastLook {
  readonly #provisioned: ProvisionedByTest;
  readonly #record: TestRecord;
  readonly #vault: VaultClient;

  /** @param vault administrator, unwatched, whose exchanges are kept aside from the test */
  constructor(provisioned: ProvisionedByTest, { record, vault }: { record: TestRecord; vault: VaultClient }) {
    this.#provisioned = provisioned;
    this.#record = record;
    this.#vault = vault;
  }

  async take(): Promise<void> {
    const { worthALook, deleted } = this.#provisioned;
    const gone = [...deleted.values()];
    const [seen] = await Promise.all([
      Promise.all(lastOf(worthALook, LOOKED_AT).map((one) => this.#lookAt(one))),
      Promise.all(lastOf(gone, LOOKED_AT).map((one) => this.#lookAfter(one))),
      Promise.all(lastOf(gone, 1).map((one) => this.#search(one, searchesForDeleted(one.type, one.lastShown)))),
    ]);
    const existing = seen.filter((one) => one !== null);
    this.#compareGroups(existing);
    const written = new Set(lastOf(worthALook, 1).filter(({ isOrdinary }) => !isOrdinary));
    for (const { one, resource } of existing.filter((each) => written.has(each.one))) {
      await this.#search(one, searchesFor(one.type, resource, one.formerName));
    }
    for (const { one, resource } of existing) {
      if (one.refused !== null) await this.#search(one, searchesForRefused(one.type, resource, one.refused));
    }
  }

  async #lookAt(one: ProvisionedResource): Promise<Seen | null> {
    const { type, maker, shown, writesToOthers, createdSince, write, refused, administered, policies } = one;
    const [scim, answer] = await Promise.all([this.#readScim(one), this.#readRecord(one)]);
    if (scim === null || !tellsState(scim)) return null;
    const resource = isObject(scim.body) && scim.status === 200 ? scim.body : null;
    if (shown !== null && writesToOthers.size > 0) {
      const { deleted } = this.#provisioned;
      const bystander = {
        type,
        before: shown,
        after: resource,
        writes: writesToOthers,
        created: createdSince,
        deleted,
      };
      this.#record.judgeAside(judgeBystander(bystander), scim);
    }
    if (resource === null || !tellsState(answer)) return null;
    const record = recordIn(answer);
    const wasRefused = refused !== null;
    const provisioned = { type, client: maker.client, write, wasRefused, administered, policies };
    this.#record.judgeAside(judgeMapping(provisioned, resource, record), answer);
    return { one, resource, record, scim, answer };
  }

  async #lookAfter(one: ProvisionedResource): Promise<void> {
    const [scim, answer] = await Promise.all([this.#readScim(one), this.#readRecord(one)]);
    if (scim !== null) this.#record.judgeAside(judgeStillDeleted(one.type, scim.status), scim);
    if (tellsState(answer)) this.#record.judgeAside(judgeDeleted(one.type, recordIn(answer)), answer);
  }

  /** What a user shows of its groups, and its entity, have to be what the groups show of their members. */
  #compareGroups(seen: readonly Seen[]): void {
    const groups = seen.filter(({ one }) => one.type === 'group');
    const members = new Map(groups.map(({ one, resource }) => [one.id, shownIds(resource.members) ?? []]));
    for (const { one, resource, record, scim, answer } of seen.filter((each) => each.one.type === 'user')) {
      const ofClient = groups.filter((group) => group.one.maker.clientName === one.maker.clientName);
      const memberships = judgeMemberships(
        resource,
        ofClient.map((group) => group.resource),
      );
      this.#record.judgeAside(memberships, scim);
      if (record !== null) this.#record.judgeAside(judgeDirectGroups(one.id, record, members), answer);
    }
  }

  async #search({ maker }: ProvisionedResource, searches: readonly Search[]): Promise<void> {
    for (const search of searches) {
      const found = await maker.read(search.path);
      if (found !== null) this.#record.judgeAside(judgeSearch(search, found), found);
    }
  }

  async #readScim({ type, id, maker }: ProvisionedResource): Promise<Answer | null> {
    return this.#provisioned.scimReads.get(id) ?? maker.read(`${ENDPOINT[type]}/${id}`);
  }

  async #readRecord({ type, id, maker: { namespace } }: ProvisionedResource): Promise<Answer> {
    return this.#provisioned.recordReads.get(id) ?? this.#vault.with({ namespace }).read(`${RECORD[type]}/${id}`);
  }
}

function lastOf(resources: readonly ProvisionedResource[], count: number): ProvisionedResource[] {
  const lastOfType = (type: ProvisionedResource['type']) => resources.filter((one) => one.type === type).slice(-count);
  return [...lastOfType('user'), ...lastOfType('group')];
}

function tellsState({ status }: Answer): boolean {
  return status === 200 || status === 404;
}

function recordIn({ status, body }: Answer): JsonObject | null {
  return status === 200 ? dataIn(body) : null;
}
