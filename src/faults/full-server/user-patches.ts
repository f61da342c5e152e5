import { jsonOf, matches, USER, withJson } from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;

/** One operation of a PatchOp message. */
export interface Operation {
  op: string;
  path?: string;
  value?: unknown;
}

/** `emails[type eq "work"].value`, taken apart. */
export interface ValuePath {
  attribute: string;
  filter: string;
  /** Undefined when the path ends behind the bracket. */
  part: string | undefined;
}

/**
 * Defect that executes operations of a patch of a user as others, so that the server stores what it should not.
 *
 * @param as The operations in the place of one, null to leave it as it is; may look at the user before the patch.
 */
export function executing(as: (operation: Operation, user: Json) => Operation[] | null): Pick<Fault, 'request'> {
  return {
    request: async (request, context) => {
      if (!matches({ method: 'PATCH', path: USER }, request)) return request;
      const user = await resourceAt(request, context);
      if (user.id === undefined) return request;
      return withOperations(request, (operation) => as(operation, user));
    },
  };
}

function withOperations(request: FaultRequest, as: (operation: Operation) => Operation[] | null) {
  const given = operationsOf(request) as unknown as Operation[];
  const executed = given.map(as);
  if (executed.every((one) => one === null)) return request;
  const Operations = given.flatMap((operation, index) => executed[index] ?? [operation]);
  return Operations.length === 0 ? NOTHING_DONE : withJson(request, { ...jsonOf(request), Operations });
}

/** Null for any other path. */
export function valuePathOf({ path }: Operation): ValuePath | null {
  const [, attribute = '', filter = '', part] = /^(\w+)\[(.+)\](?:\.(\w+))?$/.exec(path ?? '') ?? [];
  return attribute === '' ? null : { attribute, filter, part };
}

/** The values of a multi-valued attribute; empty when it has none. */
export function valuesOf(resource: Json, attribute: string): Json[] {
  const values = resource[attribute];
  return Array.isArray(values) ? (values as Json[]) : [];
}

/** The values that a path with a comparison by `eq` selects. */
export function selectedBy({ attribute, filter }: ValuePath, user: Json): Json[] {
  const [, name = '', text = ''] = /^(\w+) eq "(.*)"$/.exec(filter) ?? [];
  return valuesOf(user, attribute).filter((value) => value[name] === text);
}

/** A path to one attribute at the top of a user. */
export function isSimple(path: string | undefined): path is string {
  return path !== undefined && /^\w+$/.test(path);
}

/** An object that is no array. */
export function isComplex(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
