import SCIMMY from 'scimmy';
import { answerWith, changingRequest, EMPTY_LIST, scimError, USERS } from '../../src/faults/edits.ts';
import { choosing, filterMatch, wholeList } from '../../src/faults/filter-edits.ts';
import { isComplex, valuesOf } from '../../src/faults/full-server/user-patches.ts';
import type { Repair } from './repairs.ts';

/** Mends what scimmy's filters make of binary values, of bare lists and of defaults. */
export const FILTER_REPAIRS: Repair[] = [
  {
    id: 'no-order-of-certificates',
    mends: ['RFC7644-3.4.2.2-24'],
    request: (request) =>
      filterMatch(request, USERS, /\bx509Certificates(?:\.value|\[value) [gl][te] /) === null
        ? request
        : scimError(400, 'binary values have no order', 'invalidFilter'),
  },
  {
    // It breaks down where a user lacks the list, and a bare list has no value for it.
    id: 'filters-of-lists',
    mends: ['RFC7644-3.4.2.2-35', 'RFC7644-3.4.2.2-44'],
    request: async (request, context) => {
      const [, inBrackets, part = 'value', comparison] =
        filterMatch(request, USERS, /^emails(?:\[([^[\]]*)\]|(?:\.(\w+))? ((?:\w\w) \S.*))$/) ?? [];
      const condition = inBrackets ?? (comparison === undefined ? null : `${part} ${comparison}`);
      if (condition === null) return request;
      try {
        const filter = new SCIMMY.Types.Filter(condition);
        const found = (await wholeList(request, context)).filter(
          (user) => filter.match(structuredClone(valuesOf(user, 'emails'))).length > 0,
        );
        return answerWith(200, {
          ...EMPTY_LIST,
          totalResults: found.length,
          itemsPerPage: found.length,
          Resources: found,
        });
      } catch {
        return scimError(400, 'the filter breaks the grammar', 'invalidFilter');
      }
    },
  },
  {
    id: 'filters-of-parts',
    mends: ['RFC7644-3.10-04'],
    ...choosing(
      USERS,
      /^name\.(\w+) eq "([^"]*)"$/,
      ({ name }, [, part = '', text]) => isComplex(name) && name[part] === text,
    ),
  },
  {
    id: 'active-by-default',
    mends: ['RFC7644-3.4.2.2-45'],
    ...changingRequest({ method: 'POST', path: USERS }, (body) => {
      if (!Array.isArray(body)) body.active ??= true;
    }),
  },
];
