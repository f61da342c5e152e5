import type { Answer } from '../scim/answer.ts';
import { isObject, isUnassigned, type JsonObject } from '../scim/models/json.ts';
import { judgeBystander, judgeStillDeleted } from '../scim/oracles/judge-bystanders.ts';
import { judgeDeleted, judgeDirectGroups, judgeMapping } from '../scim/oracles/judge-mapping.ts';
import { idsIn } from '../scim/oracles/member-ids.ts';
import type { VaultClient } from '../vault/vault-client.ts';
import type { ProvisionedByTest, ProvisionedResource } from './provisioned-by-test.ts';
import type { TestRecord } from './test-record.ts';

/** So many of each type are looked at, those written last: a test may make hundreds. */
const LOOKED_AT = 3;
const ENDPOINT = { user: '/Users', group: '/Groups' };
const RECORD = { user: 'identity/entity/id', group: 'identity/group/id' };

/**
 * Looks at what a test has provisioned when it has ended and everything still exists: whatever the test is about, SCIM
 * and Vault's identity API have to tell the same of it, and writes to other resources must have left it alone.
 *
 * @param vault administrator, unwatched, whose exchanges are kept aside from the test
 */
export async function takeLastLook(
  { resources, deleted }: ProvisionedByTest,
  { record, vault }: { record: TestRecord; vault: VaultClient },
): Promise<void> {
  const members = new Map<string, string[]>();
  const entities: { id: string; entity: JsonObject; answer: Answer }[] = [];
  const lookAt = async (one: ProvisionedResource) => {
    const { id, type, maker, shown, writesToOthers, write, administered } = one;
    const [scim, inVault] = await Promise.all([maker.read(`${ENDPOINT[type]}/${id}`), recordOf(one)]);
    if (scim === null || !tellsState(scim)) return;
    const resource = isObject(scim.body) && scim.status === 200 ? scim.body : null;
    if (shown !== null && writesToOthers.size > 0) {
      const bystander = { type, before: shown, after: resource, writes: writesToOthers, deleted };
      record.judgeAside(judgeBystander(bystander), scim);
    }
    if (resource === null || !tellsState(inVault)) return;
    const inRecord = dataOf(inVault);
    const provisioned = { type, client: maker.client, write, administered };
    record.judgeAside(judgeMapping(provisioned, resource, inRecord), inVault);
    if (type === 'group') members.set(id, isUnassigned(resource.members) ? [] : (idsIn(resource.members) ?? []));
    else if (inRecord !== null) entities.push({ id, entity: inRecord, answer: inVault });
  };
  const lookAfter = async (one: ProvisionedResource) => {
    const [scim, inVault] = await Promise.all([one.maker.read(`${ENDPOINT[one.type]}/${one.id}`), recordOf(one)]);
    if (scim !== null) record.judgeAside(judgeStillDeleted(one.type, scim.status), scim);
    if (tellsState(inVault)) record.judgeAside(judgeDeleted(one.type, dataOf(inVault)), inVault);
  };
  const recordOf = ({ type, id, maker: { namespace } }: ProvisionedResource) =>
    vault.with({ namespace }).read(`${RECORD[type]}/${id}`);
  await Promise.all([...lastOf(resources).map(lookAt), ...lastOf([...deleted.values()]).map(lookAfter)]);
  for (const { id, entity, answer } of entities) record.judgeAside(judgeDirectGroups(id, entity, members), answer);
}

function lastOf(resources: readonly ProvisionedResource[]): ProvisionedResource[] {
  const lastOfType = (type: ProvisionedResource['type']) =>
    resources.filter((one) => one.type === type).slice(-LOOKED_AT);
  return [...lastOfType('user'), ...lastOfType('group')];
}

function tellsState({ status }: Answer): boolean {
  return status === 200 || status === 404;
}

function dataOf({ status, body }: Answer): JsonObject | null {
  return status === 200 && isObject(body) && isObject(body.data) ? body.data : null;
}
