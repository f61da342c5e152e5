import { jsonOf, matches, USERS } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { changingMatches, choosing, findingNothing, reading } from '../filter-edits.ts';

/** Defects of filters by the parts of lists, by binary values, by null and by defaults (RFC 7644 section 3.4.2.2). */
export const valueFilterFaults: Fault[] = [
  {
    id: 'F-REST-16',
    title: 'A comparison of certificates by order finds nothing in the place of an error',
    breaks: ['RFC7644-3.4.2.2-24'],
    ...findingNothing(USERS, /^x509Certificates/),
  },
  {
    id: 'F-REST-17',
    title: 'An attribute in brackets that the list does not have is looked for at the top of the user',
    breaks: ['RFC7644-3.4.2.2-34'],
    ...reading(USERS, /^emails\[(userName eq "[^"]*")\]$/, ([, condition = '']) => condition),
  },
  {
    id: 'F-REST-18',
    title: 'An unknown attribute in brackets is overlooked',
    breaks: ['RFC7644-3.4.2.2-34'],
    ...choosing(USERS, /^emails\[noSuch /, ({ emails }) => emails !== undefined),
  },
  {
    id: 'F-REST-19',
    title: 'A group of conditions in brackets is overlooked',
    breaks: ['RFC7644-3.4.2.2-35'],
    ...reading(USERS, /^(emails\[[^(]*) (?:and|or) \(.*\)\]$/, ([, head]) => `${head}]`),
  },
  {
    id: 'F-REST-20',
    title: 'Brackets in brackets select every user with such a list',
    breaks: ['RFC7644-3.4.2.2-36'],
    ...choosing(USERS, /\[[^\]]*\[/, ({ emails }) => emails !== undefined),
  },
  {
    id: 'F-REST-21',
    title: 'A comparison of a bare list finds nothing',
    breaks: ['RFC7644-3.4.2.2-44'],
    ...findingNothing(USERS, /^emails (?:co|eq|sw|ew) /),
  },
  {
    id: 'F-REST-22',
    title: 'A default is shown, and filters do not find it',
    breaks: ['RFC7644-3.4.2.2-45'],
    response: async (response, request, context) => {
      const created = matches({ method: 'POST', path: USERS, status: 201 }, request, response)
        ? jsonOf(response)
        : null;
      if (created !== null && jsonOf(request)?.active === undefined) context.memory.set(String(created.id), true);
      const { response: change } = changingMatches(USERS, /\bactive (?:eq|pr)/, (found) =>
        found.filter(({ id }) => !context.memory.has(String(id))),
      );
      return change(response, request, context);
    },
  },
  {
    id: 'F-REST-23',
    title: 'A comparison with null matches every user',
    breaks: ['RFC7644-3.4.2.2-55'],
    ...reading(USERS, /^(.*) and title eq null$/, ([, others = '']) => others),
  },
];
