import { changingRequest, USER } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { executing, isComplex, selectedBy, valuePathOf } from './user-patches.ts';

type Json = Record<string, unknown>;

/** Defects of patches of complex attributes and lists (RFC 7644 sections 3.5.2.1 to 3.5.2.3). */
export const patchComplexFaults: Fault[] = [
  {
    id: 'F-REST-24',
    title: 'add to a complex attribute replaces it',
    breaks: ['RFC7644-3.5.2.1-06'],
    ...executing((operation, { name }) =>
      operation.op === 'add' && operation.path === 'name' && isComplex(operation.value) && name !== undefined
        ? [{ op: 'remove', path: 'name' }, operation]
        : null,
    ),
  },
  {
    id: 'F-REST-25',
    title: 'add of a single object to a list answers 204 and does nothing',
    breaks: ['RFC7644-3.5.2.1-10'],
    ...executing(({ op, path, value }) => (op === 'add' && path === 'emails' && isComplex(value) ? [] : null)),
  },
  {
    id: 'F-REST-26',
    title: 'add of a single object to a list replaces the list',
    breaks: ['RFC7644-3.5.2.1-10'],
    ...executing(({ op, path, value }) =>
      op === 'add' && path === 'emails' && isComplex(value) ? [{ op: 'replace', path, value: [value] }] : null,
    ),
  },
  {
    id: 'F-REST-27',
    title: 'remove by a part of the values removes only the first that has it',
    breaks: ['RFC7644-3.5.2.2-06'],
    ...executing((operation, user) => {
      const path = operation.op === 'remove' ? valuePathOf(operation) : null;
      const [first, second] = path === null ? [] : selectedBy(path, user);
      return path === null || second === undefined
        ? null
        : [{ op: 'remove', path: `${path.attribute}[value eq "${first?.value}"]` }];
    }),
  },
  {
    id: 'F-REST-28',
    title: 'replace with null answers 204 and keeps the value',
    breaks: ['RFC7644-3.5.2.3-16'],
    ...executing(({ op, path, value }) => (op === 'replace' && value === null && path !== 'userName' ? [] : null)),
  },
  {
    id: 'F-REST-29',
    title: 'replace of userName with null answers 204 and does nothing',
    breaks: ['RFC7644-3.5.2.3-16'],
    ...executing(({ op, path, value }) => (op === 'replace' && value === null && path === 'userName' ? [] : null)),
  },
  {
    id: 'F-REST-30',
    title: 'What follows a change of schemas in a patch is overlooked',
    breaks: ['RFC7644-3.5.2-22'],
    ...changingRequest({ method: 'PATCH', path: USER }, (body) => {
      const operations = (body.Operations ?? []) as Json[];
      if (operations[0]?.path === 'schemas') body.Operations = operations.slice(0, 1);
    }),
  },
  {
    id: 'F-REST-31',
    title: 'add with a filter that selects nothing replaces the list',
    breaks: ['RFC7644-3.5.2.1-17'],
    ...executing((operation, user) => {
      const path = operation.op === 'add' ? valuePathOf(operation) : null;
      return path?.part === undefined || selectedBy(path, user).length > 0
        ? null
        : [{ op: 'replace', path: path.attribute, value: [{ [path.part]: operation.value }] }];
    }),
  },
];
