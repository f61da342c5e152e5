import type { Fault } from '../fault.ts';
import { executing, isComplex, isSimple } from './user-patches.ts';

/** Defects of `add` in a patch (RFC 7644 section 3.5.2.1). */
export const patchAddFaults: Fault[] = [
  {
    id: 'F-FULL-ADD-01',
    title: 'add to a list replaces its values',
    breaks: ['RFC7644-3.5.2.1-08', 'RFC7644-3.5.2.1-09'],
    ...executing(({ op, path, value }) =>
      op === 'add' && isSimple(path) && Array.isArray(value) ? [{ op: 'replace', path, value }] : null,
    ),
  },
  {
    id: 'F-FULL-ADD-02',
    title: 'Of several values only the first is added',
    breaks: ['RFC7644-3.5.2.1-09'],
    ...executing(({ op, path, value }) =>
      op === 'add' && isSimple(path) && Array.isArray(value) ? [{ op, path, value: value.slice(0, 1) }] : null,
    ),
  },
  {
    id: 'F-FULL-ADD-03',
    title: 'add to an attribute that is not there answers 204 and does nothing',
    breaks: ['RFC7644-3.5.2.1-04', 'RFC7644-3.5.2.1-05'],
    ...executing(({ op, path, value }, user) =>
      op === 'add' && isSimple(path) && !Array.isArray(value) && user[path] === undefined ? [] : null,
    ),
  },
  {
    id: 'F-FULL-ADD-04',
    title: 'A text for a complex attribute is taken as its display form',
    breaks: ['RFC7644-3.5.2.1-05'],
    ...executing(({ op, path, value }) =>
      op === 'add' && path === 'name' && typeof value === 'string' ? [{ op, path, value: { formatted: value } }] : null,
    ),
  },
  {
    id: 'F-FULL-ADD-05',
    title: 'add to a part of a complex attribute that is not there answers 204 and does nothing',
    breaks: ['RFC7644-3.5.2.1-07'],
    ...executing(({ op, path }, user) => {
      const [whole = '', part] = path?.split('.') ?? [];
      return op === 'add' && part !== undefined && isSimple(whole) && user[whole] === undefined ? [] : null;
    }),
  },
  {
    id: 'F-FULL-ADD-06',
    title: 'add without path leaves extensions out',
    breaks: ['RFC7644-3.5.2.1-18', 'RFC7644-3.5.2-21'],
    ...executing(({ op, path, value }) => {
      if (op !== 'add' || path !== undefined || !isComplex(value)) return null;
      const core = Object.entries(value).filter(([name]) => !name.startsWith('urn:'));
      return core.length === 0 ? [] : [{ op, value: Object.fromEntries(core) }];
    }),
  },
  {
    id: 'F-FULL-ADD-07',
    title: 'add to a list sets its last value only',
    breaks: ['RFC7644-3.5.2.1-09'],
    ...executing(({ op, path, value }) =>
      op === 'add' && isSimple(path) && Array.isArray(value) ? [{ op, path, value: value.slice(-1) }] : null,
    ),
  },
];
