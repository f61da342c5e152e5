import type { Answer } from '../scim/answer.ts';
import { objectOf } from '../scim/models/json.ts';
import type { ScimClient } from '../scim/scim-client.ts';
import type { ExchangeWatcher } from '../scim/wire-client.ts';
import { inParallel } from '../vault/in-parallel.ts';
import { isGone } from '../vault/removable.ts';
import { bodyOf } from './answers.ts';
import { bulkResults } from './bulk.ts';
import { foundByName, isNamed, NAME_ATTRIBUTE, type NamedCollection } from './found-by-name.ts';
import type { Ownership } from './ownership.ts';

type Remover = Pick<ScimClient, 'get' | 'list' | 'delete'>;

/** A POST of a bulk request that may create something. */
interface Creating {
  collection: NamedCollection;
  name: string;
  /** The operation itself: what its journal entry is known by. */
  operation: object;
}

/**
 * Watches the bulk requests of a SCIM client (RFC 7644 section 3.7): what their POST operations create is removed again.
 * The answer may be broken, name another resource or deny what was done: what bears the name that was sent is removed,
 * which only a test's own resource does.
 *
 * @param scim removes it, unwatched; null where the resources go with the client
 */
export function bulkOwnership(ownership: Ownership, scim: Remover | null): ExchangeWatcher {
  return {
    before: (request, actor) => {
      for (const { operation, collection, name } of creatingIn(request)) {
        const type = collection === '/Users' ? 'scim-user' : 'scim-group';
        ownership.intend(operation, { type, name, namespace: '', details: { actor } });
      }
    },
    after: (request, answer) => {
      for (const { operation, collection, name } of creatingIn(request)) {
        const id = createdId(answer, operation, collection);
        const base = answer.request.url.replace(/\/Bulk(?:\?.*)?$/, collection);
        ownership.own(operation, {
          key: id === null ? `${base} named ${name}` : `${base}/${id}`,
          id,
          createdAt: null,
          removal: scim === null ? 'along' : () => removeAll(scim, collection, { id, name }),
        });
      }
    },
  };
}

function creatingIn({ method, path, body }: { method: string; path: string; body?: unknown }): Creating[] {
  if (method !== 'POST' || path.split('?')[0] !== '/Bulk') return [];
  const operations = objectOf(body).Operations;
  return (Array.isArray(operations) ? operations : []).flatMap((operation: unknown) => {
    const { method: verb, path: place, data } = objectOf(operation);
    const collection = /^\/(?:Users|Groups)\b/.exec(String(place))?.[0] as NamedCollection | undefined;
    const name = collection === undefined ? undefined : objectOf(data)[NAME_ATTRIBUTE[collection]];
    const isCreating = String(verb).toUpperCase() === 'POST' && typeof name === 'string' && name !== '';
    return isCreating && collection !== undefined ? [{ collection, name, operation: operation as object }] : [];
  });
}

function createdId(answer: Answer, operation: object, collection: NamedCollection): string | null {
  const { bulkId } = operation as { bulkId?: unknown };
  const result = bulkResults(answer).find((one) => bulkId !== undefined && one.bulkId === bulkId);
  return new RegExp(`${collection}/([^/?#]+)$`).exec(String(result?.location ?? ''))?.[1] ?? null;
}

/** @returns the answer that tells whether all of it is gone */
async function removeAll(
  scim: Remover,
  collection: NamedCollection,
  { id, name }: { id: string | null; name: string },
): Promise<{ status: number }> {
  const ids = (await foundByName(scim, collection, name)).map((one) => String(one.id));
  if (id !== null && !ids.includes(id)) {
    const named = await scim.get(`${collection}/${id}`);
    if (isNamed(bodyOf(named), collection, name)) ids.push(id);
  }
  const answers = await inParallel(1, ids, (one) => scim.delete(`${collection}/${one}`));
  return answers.find((answer) => !isGone(answer)) ?? { status: 404 };
}
