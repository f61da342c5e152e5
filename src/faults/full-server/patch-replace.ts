import type { Fault } from '../fault.ts';
import { executing, isComplex, isSimple, selectedBy, valuePathOf } from './user-patches.ts';

/** Defects of `replace` in a patch (RFC 7644 section 3.5.2.3). */
export const patchReplaceFaults: Fault[] = [
  {
    id: 'F-FULL-REPLACE-01',
    title: 'replace without path adds to lists',
    breaks: ['RFC7644-3.5.2.3-02'],
    ...executing(({ op, path, value }) =>
      op === 'replace' && path === undefined && isComplex(value)
        ? Object.entries(value).map(([name, one]) => ({ op: Array.isArray(one) ? 'add' : op, path: name, value: one }))
        : null,
    ),
  },
  {
    id: 'F-FULL-REPLACE-02',
    title: 'replace of a list keeps its old values',
    breaks: ['RFC7644-3.5.2.3-05'],
    ...executing(({ op, path, value }) =>
      op === 'replace' && isSimple(path) && Array.isArray(value) ? [{ op: 'add', path, value }] : null,
    ),
  },
  {
    id: 'F-FULL-REPLACE-03',
    title: 'replace of an attribute that is not there answers 204 and does nothing',
    breaks: ['RFC7644-3.5.2.3-06'],
    ...executing(({ op, path }, user) => (op === 'replace' && isSimple(path) && user[path] === undefined ? [] : null)),
  },
  {
    id: 'F-FULL-REPLACE-04',
    title: 'replace of a complex attribute drops the parts that it does not name',
    breaks: ['RFC7644-3.5.2.3-07'],
    ...executing(({ op, path, value }, user) =>
      op === 'replace' && isSimple(path) && isComplex(value) && isComplex(user[path])
        ? [
            { op: 'remove', path },
            { op: 'add', path, value },
          ]
        : null,
    ),
  },
  {
    id: 'F-FULL-REPLACE-05',
    title: 'replace of a part of a complex attribute drops its other parts',
    breaks: ['RFC7644-3.5.2.3-08'],
    ...executing(({ op, path, value }, user) => {
      const [whole = '', part = ''] = path?.split('.') ?? [];
      if (op !== 'replace' || part === '' || !isSimple(whole) || !isComplex(user[whole])) return null;
      return [
        { op: 'remove', path: whole },
        { op: 'add', path: whole, value: { [part]: value } },
      ];
    }),
  },
  {
    id: 'F-FULL-REPLACE-06',
    title: 'replace with a filter changes the first match only',
    breaks: ['RFC7644-3.5.2.3-09', 'RFC7644-3.5.2.3-10'],
    ...executing((operation, user) => {
      const path = valuePathOf(operation);
      if (operation.op !== 'replace' || path === null) return null;
      const [first, ...more] = selectedBy(path, user);
      const part = path.part === undefined ? '' : `.${path.part}`;
      return more.length > 0
        ? [{ ...operation, path: `${path.attribute}[value eq ${JSON.stringify(first?.value)}]${part}` }]
        : null;
    }),
  },
  {
    id: 'F-FULL-REPLACE-07',
    title: 'replace of a part of a value drops the rest of the value',
    breaks: ['RFC7644-3.5.2.3-10'],
    ...executing((operation, user) => {
      const path = valuePathOf(operation);
      if (operation.op !== 'replace' || path?.part === undefined) return null;
      const { attribute, filter, part } = path;
      return selectedBy(path, user).length > 0
        ? [
            { op: 'remove', path: `${attribute}[${filter}]` },
            { op: 'add', path: attribute, value: [{ [part]: operation.value }] },
          ]
        : null;
    }),
  },
  {
    id: 'F-FULL-REPLACE-08',
    title: 'replace with a filter that matches nothing adds a value',
    breaks: ['RFC7644-3.5.2.3-11'],
    ...executing((operation, user) => {
      const path = operation.op === 'replace' ? valuePathOf(operation) : null;
      const [, name, text] = /^(\w+) eq "(.*)"$/.exec(path?.filter ?? '') ?? [];
      if (path?.part === undefined || name === undefined || selectedBy(path, user).length > 0) return null;
      return [{ op: 'add', path: path.attribute, value: [{ [name]: text, [path.part]: operation.value }] }];
    }),
  },
  {
    id: 'F-FULL-REPLACE-09',
    title: 'replace with a filter that matches nothing answers 204',
    breaks: ['RFC7644-3.5.2.3-11'],
    ...executing((operation, user) => {
      const path = operation.op === 'replace' ? valuePathOf(operation) : null;
      return path !== null && selectedBy(path, user).length === 0 && / eq "/.test(path.filter) ? [] : null;
    }),
  },
  {
    id: 'F-FULL-REPLACE-10',
    title: 'replace with a filter changes every value',
    breaks: ['RFC7644-3.5.2.3-09', 'RFC7644-3.5.2.3-10'],
    ...executing((operation, user) => {
      const path = operation.op === 'replace' ? valuePathOf(operation) : null;
      if (path === null || selectedBy(path, user).length === 0) return null;
      const { attribute, part } = path;
      const kept = Array.isArray(user[attribute]) ? (user[attribute] as Record<string, unknown>[]) : [];
      const value = kept.map((one) => (part === undefined ? operation.value : { ...one, [part]: operation.value }));
      return [{ op: 'replace', path: attribute, value }];
    }),
  },
];
