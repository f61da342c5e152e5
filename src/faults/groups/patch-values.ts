import {
  changingRequest,
  GROUP,
  isScimForm,
  jsonOf,
  matches,
  metaOf,
  pathOf,
  scimError,
  shownIn,
  USER,
  withJson,
} from '../edits.ts';
import type { Fault, FaultRequest } from '../fault.ts';
import { withOperations } from '../further-acts.ts';
import { isSingle, memberIds, NOTHING_DONE, operationsOf, resourceAt } from '../scim-requests.ts';

type Json = Record<string, unknown>;

const PATCH_GROUP = { method: 'PATCH', path: GROUP };
const MEMBER_FILTER = /^members\[(\w+) (eq|ne) ("[^"]*")\]$/i;

/** Defects of values and paths in a patch that the server ought to refuse, or to take as nothing. */
export const patchValueFaults: Fault[] = [
  {
    id: 'F-PVAL-01',
    title: 'A replace without a path takes active out of its value and overlooks what else is there',
    breaks: ['VAULT-UPATCH-05', 'VAULT-UPATCH-06', 'VAULT-UPATCH-07'],
    ...changingRequest({ method: 'PATCH', path: USER }, (body, request) => {
      const [operation] = operationsOf(request);
      const value = operation?.value as Json | null | undefined;
      if (!isSingle(request, 'replace', '') || value?.active === undefined) return;
      body.Operations = [{ ...operation, value: { active: value.active } }];
    }),
  },
  {
    id: 'F-PVAL-02',
    title: 'A patch takes a number for active: 0 is false',
    breaks: ['RFC7644-3.5.2-20'],
    ...readingActive((value) => (typeof value === 'number' ? value !== 0 : value)),
  },
  {
    id: 'F-PVAL-03',
    title: 'A patch takes the first of a list for active',
    breaks: ['RFC7644-3.5.2-20'],
    ...readingActive((value) => (Array.isArray(value) && value.length > 0 ? value[0] : value)),
  },
  {
    id: 'F-PVAL-04',
    title: 'A patch of active with null deactivates the user',
    breaks: ['RFC7643-2.5-02'],
    ...readingActive((value) => (value === null ? false : value)),
  },
  {
    id: 'F-PVAL-05',
    title: 'A patch takes an object that holds active for active',
    breaks: ['RFC7644-3.5.2-20'],
    ...readingActive((value) => ((value as Json | null)?.active === undefined ? value : (value as Json).active)),
  },
  {
    id: 'F-PVAL-06',
    title: 'A removal with a filter on another part of a member than value removes every member',
    breaks: ['VAULT-GPATCH-07', 'RFC7644-3.5.2.2-11'],
    ...readingSteps((step, members) => {
      const [, part] = MEMBER_FILTER.exec(String(step.path)) ?? [];
      const isOther = step.op === 'remove' && part !== undefined && part.toLowerCase() !== 'value';
      return isOther ? { op: 'remove', path: 'members', value: references(members) } : step;
    }),
  },
  {
    id: 'F-PVAL-07',
    title: 'A removal with a filter by ne is read as one by eq',
    breaks: ['RFC7644-3.5.2.2-11'],
    ...readingSteps((step) => {
      const [, part, operator, value] = MEMBER_FILTER.exec(String(step.path)) ?? [];
      return operator?.toLowerCase() === 'ne' ? { ...step, path: `members[${part} eq ${value}]` } : step;
    }),
  },
  {
    id: 'F-PVAL-08',
    title: 'An add of an empty list empties the group',
    breaks: ['VAULT-GPATCH-03'],
    ...readingSteps((step, members) =>
      step.op === 'add' && isEmpty(step.value) ? { ...step, op: 'remove', value: references(members) } : step,
    ),
  },
  {
    id: 'F-PVAL-09',
    title: 'A removal with an empty value list removes every member',
    breaks: ['ENTRA-13'],
    ...readingSteps((step, members) =>
      String(step.op).toLowerCase() === 'remove' && isEmpty(step.value)
        ? { ...step, value: references(members) }
        : step,
    ),
  },
  {
    id: 'F-PVAL-10',
    title: 'An add to a group that was emptied is answered as done and adds nobody',
    breaks: ['VAULT-GPATCH-01'],
    request: async (request, context) => {
      if (!matches({ method: ['PUT', 'PATCH'], path: GROUP }, request)) return request;
      const group = await resourceAt(request, context);
      const isAdd = request.method === 'PATCH' && operationsOf(request).some(({ op }) => op === 'add');
      if (memberIds(group).length > 0) context.memory.set(pathOf(request), true);
      else if (isAdd && context.memory.has(pathOf(request))) return NOTHING_DONE;
      return request;
    },
  },
  {
    id: 'F-PVAL-11',
    title: 'A patch of a group that is refused moves lastModified',
    breaks: ['RFC7644-3.12-27', 'RFC7644-3.5.2-26'],
    ...touching(PATCH_GROUP),
  },
  {
    id: 'F-PVAL-12',
    title: 'A replace of a user that is refused moves lastModified',
    breaks: ['RFC7644-3.12-27', 'RFC7644-3.5.1-11'],
    ...touching({ method: 'PUT', path: USER }),
  },
  {
    id: 'F-PVAL-13',
    title: 'An operation that is null breaks the server',
    breaks: ['RFC7644-3.12-17'],
    request: (request) =>
      request.method === 'PATCH' && operationsOf(request).some((operation) => operation === null)
        ? scimError(500, 'invalid memory address or nil pointer dereference')
        : request,
  },
];

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function references(ids: string[]): Json[] {
  return ids.map((value) => ({ value }));
}

/** What a single replace of `active` by its path brings is made a boolean. */
function readingActive(read: (value: unknown) => unknown): Pick<Fault, 'request'> {
  return {
    request: (request: FaultRequest) => {
      if (!matches({ method: 'PATCH', path: USER }, request) || !isSingle(request, 'replace', 'active')) return request;
      const [operation] = operationsOf(request);
      return operation && 'value' in operation
        ? withOperations(request, [{ ...operation, value: read(operation.value) }])
        : request;
    },
  };
}

/** Steps of a group patch are read as others; `members` are those before the patch. */
function readingSteps(read: (step: Json, members: string[]) => Json): Pick<Fault, 'request'> {
  return {
    request: async (request, context) => {
      const steps = matches(PATCH_GROUP, request) ? operationsOf(request) : [];
      if (steps.length === 0 || steps.some((step) => typeof step !== 'object' || step === null)) return request;
      const members = memberIds(await resourceAt(request, context));
      const others = steps.map((step) => read(step, members));
      return others.every((step, index) => step === steps[index]) ? request : withOperations(request, others);
    },
  };
}

/** A refusal leaves a later lastModified, which is shown until a change that is carried out. */
function touching(where: { method: string; path: RegExp }): Pick<Fault, 'response'> {
  return {
    response: async (response, request, context) => {
      if (matches({ ...where, status: (status) => status >= 400 && status < 500 }, request, response)) {
        const { id, ...resource } = isScimForm(response) ? await resourceAt(request, context) : {};
        const before = Date.parse(String(metaOf(resource).lastModified));
        if (id === undefined || Number.isNaN(before)) return response;
        context.memory.set(`touched ${id}`, new Date(Math.max(Date.now(), before + 1)).toISOString());
        return response;
      }
      const body = response.status < 300 && /v2\/(Users|Groups)/.test(pathOf(request)) ? jsonOf(response) : null;
      if (!body) return response;
      for (const resource of shownIn(body)) {
        const touched = context.memory.get(`touched ${resource.id}`) as string | undefined;
        const meta = metaOf(resource);
        if (touched && Date.parse(touched) > Date.parse(String(meta.lastModified))) meta.lastModified = touched;
      }
      return withJson(response, body);
    },
  };
}
