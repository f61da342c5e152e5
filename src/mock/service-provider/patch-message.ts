import { MessageUrn } from '../../protocol/scim.ts';
import type { Behaviour } from '../behaviour.ts';
import { checkSchemas, isObject, readAttributes } from './attributes.ts';
import { invalidPath, invalidSyntax, invalidValue } from './scim-error.ts';

export interface PatchStep {
  readonly op: 'add' | 'remove' | 'replace';
  /** Undefined for an operation without path. */
  readonly path: string | undefined;
  /** Undefined when the operation has no value. */
  readonly value: unknown;
}

const OPERATIONS = ['add', 'remove', 'replace'] as const;

/**
 * The operations of a PatchOp message (RFC 7644 section 3.5.2).
 *
 * @throws ScimError 400 `invalidSyntax` for a message that is none; `invalidValue` for an operation object with a
 * further member, as was seen with `schemas` in it on 2.0.x (S11)
 */
export function readPatch(body: unknown, behaviour: Behaviour): PatchStep[] {
  const { values } = readAttributes(body, ['schemas', 'Operations'], behaviour);
  checkSchemas(values.get('schemas'), MessageUrn.patchOp, [], behaviour);
  const operations = values.get('Operations');
  if (!Array.isArray(operations)) throw invalidSyntax('Operations has to be a list');
  if (operations.length === 0) throw invalidSyntax('Operations is empty');
  return operations.map((operation) => readStep(operation, behaviour));
}

function readStep(operation: unknown, behaviour: Behaviour): PatchStep {
  if (!isObject(operation)) throw invalidSyntax('each operation has to be an object');
  const { values, unknown } = readAttributes(operation, ['op', 'path', 'value'], behaviour);
  if (unknown.length > 0) throw invalidValue(`an operation cannot have the member ${unknown[0]}`);
  const path = values.get('path') ?? undefined;
  if (path !== undefined && (typeof path !== 'string' || path.trim() === '')) {
    throw invalidPath('path has to be a string that is not empty');
  }
  return { op: readOperationName(values.get('op'), behaviour), path, value: values.get('value') };
}

function readOperationName(given: unknown, behaviour: Behaviour): PatchStep['op'] {
  const name =
    typeof given === 'string' && behaviour.assume['operation-name-case'] === 'insensitive'
      ? given.toLowerCase()
      : given;
  const op = OPERATIONS.find((known) => known === name);
  if (op === undefined) throw invalidSyntax('op has to be add, remove or replace');
  return op;
}
