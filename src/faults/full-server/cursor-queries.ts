import { answerWith, jsonOf, queryOf, scimError, withJson, withoutParameter } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { asking, cursorIn, isLaterPage, searching, withCursor } from './cursor-messages.ts';

/** Defects of what a server makes of a query with a cursor (RFC 9865 sections 2 and 3). */
export const cursorQueryFaults: Fault[] = [
  {
    id: 'F-CURS-21',
    title: 'Cursors are announced, and the parameter is overlooked',
    breaks: [
      'RFC9865-2.4-02',
      'RFC9865-2-01',
      'RFC9865-2-02',
      'RFC9865-2-03',
      'RFC9865-2-04',
      'RFC9865-2-07',
      'RFC9865-2-12',
      'RFC9865-2.1-01',
      'RFC9865-2.2-01',
    ],
    request: (request) => (cursorIn(request) === undefined ? request : withoutParameter(request, 'cursor')),
  },
  {
    id: 'F-CURS-22',
    title: 'A page of index 1 does not say that it is one',
    breaks: ['RFC9865-2.4-02', 'RFC7644-3.4.2-05'],
    response: (response, request) => {
      const page = queryOf(request).get('startIndex') === '1' && response.status === 200 ? jsonOf(response) : null;
      if (page === null) return response;
      const { startIndex: _lost, ...rest } = page;
      return withJson(response, rest);
    },
  },
  {
    id: 'F-CURS-23',
    title: 'With a cursor a count of 0 is taken for none',
    breaks: ['RFC9865-2-08', 'RFC7644-3.4.2.4-03'],
    ...asking((query) => {
      if (query.get('count') === '0') query.delete('count');
    }),
  },
  {
    id: 'F-CURS-24',
    title: 'With a cursor a negative count is taken for its amount',
    breaks: ['RFC9865-2-08', 'RFC7644-3.4.2.4-03'],
    ...asking((query) => {
      if (query.has('count')) query.set('count', String(query.get('count')).replace('-', ''));
    }),
  },
  {
    id: 'F-CURS-25',
    title: 'With a cursor a negative count is refused as a bad value',
    breaks: ['RFC9865-2-08'],
    request: (request) =>
      cursorIn(request) !== undefined && Number(queryOf(request).get('count')) < 0
        ? scimError(400, 'count has to be positive', 'invalidValue')
        : request,
  },
  {
    id: 'F-CURS-26',
    title: 'A cursor page holds one resource more than asked for',
    breaks: ['RFC9865-2-09', 'RFC9865-2-02', 'RFC9865-2.4-02', 'RFC7644-3.4.2.4-03'],
    ...asking((query) => {
      const count = Number(query.get('count'));
      if (count > 0) query.set('count', String(count + 1));
    }),
  },
  {
    id: 'F-CURS-27',
    title: 'A count that is no number is taken for none',
    breaks: ['RFC9865-2.1-01'],
    ...asking((query) => {
      if (Number.isNaN(Number(query.get('count') ?? 1))) query.delete('count');
    }),
  },
  {
    id: 'F-CURS-28',
    title: 'A cursor that is not known leads to the first page',
    breaks: ['RFC9865-2.1-01'],
    response: (response, request, { send }) =>
      isLaterPage(request) && jsonOf(response)?.scimType === 'invalidCursor' ? send(withCursor(request, '')) : response,
  },
  {
    id: 'F-CURS-29',
    title: 'A cursor that is not known is a bad value',
    breaks: ['RFC9865-2.1-02'],
    ...refusing('invalidCursor', () => scimError(400, 'the cursor is not known', 'invalidValue')),
  },
  {
    id: 'F-CURS-30',
    title: 'A cursor that is not known is not found',
    breaks: ['RFC9865-2.1-02', 'RFC9865-2.1-01'],
    ...refusing('invalidCursor', () => scimError(404, 'the cursor is not known')),
  },
  {
    id: 'F-CURS-31',
    title: 'A bad count is refused in a form of its own',
    breaks: ['RFC9865-2.1-01', 'RFC7644-3.12-01', 'RFC7644-3.12-03', 'RFC7644-3.1-01'],
    ...refusing('invalidCount', () => answerWith(400, { error: 'count' }, 'application/json')),
  },
  {
    id: 'F-CURS-32',
    title: 'Another count on a later page breaks the server down',
    breaks: ['RFC9865-2.1-04', 'RFC7644-3.12-17'],
    ...refusing('invalidCount', (isLater) => (isLater ? scimError(500, 'out of range') : null)),
  },
  {
    id: 'F-CURS-33',
    title: 'A search overlooks its cursor',
    breaks: ['RFC9865-3-01'],
    ...searching((search) => {
      delete search.cursor;
    }),
  },
  {
    id: 'F-CURS-34',
    title: 'A search begins anew with every cursor',
    breaks: ['RFC9865-3-01'],
    ...searching((search) => {
      search.cursor = '';
    }),
  },
  {
    id: 'F-CURS-35',
    title: 'A search with a cursor overlooks its count',
    breaks: ['RFC9865-3-01', 'RFC7644-3.4.2.4-03'],
    ...searching((search) => {
      delete search.count;
    }),
  },
];

/** Defect that puts another refusal, or none where it is null, in the place of one for a list with a cursor. */
function refusing(
  scimType: string,
  make: (isLater: boolean) => ReturnType<typeof scimError> | null,
): Pick<Fault, 'response'> {
  return {
    response: (response, request) => {
      const isMeant = cursorIn(request) !== undefined && jsonOf(response)?.scimType === scimType;
      return (isMeant ? make(isLaterPage(request)) : null) ?? response;
    },
  };
}
