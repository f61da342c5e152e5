import { equivalent } from './equivalence.ts';
import { FilterError } from './filter.ts';
import { isObject, type JsonObject } from './json.ts';
import { PatchEditor } from './patch-editor.ts';
import { PatchRefusal, type PatchScimType } from './patch-refusal.ts';
import type { ResourceDescription } from './resource-description.ts';

export const PATCH_OP_URN = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** Choices that RFC 7644 leaves to the server; the defaults are what it prefers. */
export interface PatchChoices {
  /** `add` through a value filter that matches nothing (erratum 8097). Default: `create`. */
  addWithoutMatch?: 'create' | 'refuse';
  /** `remove` through a value filter that matches nothing (section 3.5.2.2 against table 9). Default: `ignore`. */
  removeWithoutMatch?: 'ignore' | 'refuse';
  /** Names in a value without path that the type does not describe. Default: `refuse`. */
  unknownAttributes?: 'ignore' | 'refuse';
  /** Dotted names in a value without path, as Entra ID sends them. Default: unknown attributes. */
  dottedNames?: boolean;
  /** `op` in other than lower case. Default: understood. */
  opCase?: 'any' | 'lower';
}

export type PatchResult =
  | { outcome: 'applied'; resource: JsonObject; changed: boolean }
  | {
      outcome: 'refused';
      status: 400;
      scimType: PatchScimType;
      detail: string;
      /** Index of the faulty operation, or null when the request as a whole is at fault. */
      operation: number | null;
    };

/**
 * The exact result of a PatchOp on a resource (RFC 7644 section 3.5.2): operations in order, each on the
 * result of the one before, all or none. The given resource is never changed. `meta` is left alone; whether
 * `lastModified` has to advance follows from `changed`.
 *
 * @param request the PatchOp message as sent
 */
export function applyPatch(
  resource: JsonObject,
  request: unknown,
  description: ResourceDescription,
  choices: PatchChoices = {},
): PatchResult {
  let operation: number | null = null;
  try {
    const editor = new PatchEditor(structuredClone(resource), description, choices);
    for (const [index, one] of operationsOf(request).entries()) {
      operation = index;
      runOperation(editor, one, choices);
    }
    const changed = equivalent(resource, editor.resource).length > 0;
    return { outcome: 'applied', resource: editor.resource, changed };
  } catch (error) {
    if (!(error instanceof PatchRefusal) && !(error instanceof FilterError)) throw error;
    return { outcome: 'refused', status: 400, scimType: error.scimType, detail: error.message, operation };
  }
}

/** Member of the message by name in any letter case, because its names are attribute names. */
function messageMember(message: JsonObject, name: string): unknown {
  const key = Object.keys(message).find((one) => one.toLowerCase() === name);
  return key === undefined ? undefined : message[key];
}

function operationsOf(request: unknown): unknown[] {
  if (!isObject(request)) throw new PatchRefusal('invalidSyntax', 'the request is not a JSON object');
  const schemas = messageMember(request, 'schemas');
  if (!Array.isArray(schemas) || !schemas.includes(PATCH_OP_URN)) {
    throw new PatchRefusal('invalidSyntax', 'schemas does not name the PatchOp message');
  }
  const operations = messageMember(request, 'operations');
  if (!Array.isArray(operations) || operations.length === 0) {
    throw new PatchRefusal('invalidSyntax', 'Operations is not an array with an entry');
  }
  return operations;
}

function runOperation(editor: PatchEditor, operation: unknown, choices: PatchChoices): void {
  if (!isObject(operation)) throw new PatchRefusal('invalidSyntax', 'an operation is not a JSON object');
  const op = messageMember(operation, 'op');
  const path = messageMember(operation, 'path');
  const value = messageMember(operation, 'value');
  if (path !== undefined && path !== null && typeof path !== 'string') {
    throw new PatchRefusal('invalidPath', 'path is not a string');
  }
  const word = typeof op === 'string' && choices.opCase !== 'lower' ? op.toLowerCase() : op;
  const target = typeof path === 'string' ? path : undefined;
  switch (word) {
    case 'add':
    case 'replace':
      if (value === undefined) throw new PatchRefusal('invalidValue', `${word} has no value`);
      if (target === undefined) editor.mergeAll(word, value);
      else editor.write(word, target, value);
      break;
    case 'remove':
      if (target === undefined) throw new PatchRefusal('noTarget', 'remove has no path');
      editor.remove(target);
      break;
    default:
      throw new PatchRefusal('invalidSyntax', 'op is not one of add, remove and replace');
  }
}
