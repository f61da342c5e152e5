import { callerOf, knowingCallers, scimClients } from '../callers.ts';
import { ownedBy } from '../client-deletion/client-deletion-ways.ts';
import { CLIENT_DEFAULTS, changingCreate, changingUpdate, isClientWrite, storedClient } from '../client-requests.ts';
import { matches, scimError, USER } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { lastSegment } from '../vault-requests.ts';

const SINCE = '2.2.0';
/** The rows on updates of one setting each. */
const SETTING_ROWS: Fault['breaks'] = [
  'VAULT-CLIENT-40',
  'VAULT-CLIENT-41',
  'VAULT-CLIENT-42',
  'VAULT-CLIENT-43',
  'VAULT-CLIENT-44',
  'VAULT-CLIENT-58',
];

/** Defects of SCIM clients that are written by PUT, with several fields at once, or while they are in use. */
export const clientPutFaults: Fault[] = [
  {
    id: 'F-CPA-40',
    title: 'An update by PUT resets what it leaves out',
    breaks: ['VAULT-CLIENT-45'],
    since: SINCE,
    ...changingUpdate((fields, _stored, { method }) => {
      if (method === 'PUT') Object.assign(fields, { ...CLIENT_DEFAULTS, ...fields });
    }),
  },
  {
    id: 'F-CPA-41',
    title: 'An update of the limits of a SCIM client that owns users is answered and not made',
    breaks: ['VAULT-CLIENT-43', 'VAULT-CLIENT-44'],
    since: SINCE,
    ...knowingCallers(
      changingUpdate(async (fields, _stored, request, context) => {
        if ((await ownedBy(request, context, 'entity')).length === 0) return;
        delete fields.max_active_tokens;
        delete fields.max_token_ttl;
      }),
    ),
  },
  {
    id: 'F-CPA-42',
    title: 'Of an update that changes the principal and settings the settings are not stored',
    breaks: SETTING_ROWS,
    since: SINCE,
    ...changingUpdate((fields, stored) => {
      if (fields.access_grant_principal === stored.access_grant_principal) return;
      for (const field of Object.keys(CLIENT_DEFAULTS)) delete fields[field];
    }),
  },
  {
    id: 'F-CPA-43',
    title: 'Of several settings that an update names the first is stored alone',
    breaks: SETTING_ROWS,
    since: SINCE,
    ...changingUpdate((fields) => {
      const [, ...later] = Object.keys(fields).filter((field) => field in CLIENT_DEFAULTS);
      for (const field of later) delete fields[field];
    }),
  },
  {
    id: 'F-CPA-44',
    title: 'Of a create by PUT the principal is kept alone',
    breaks: ['VAULT-CLIENT-09'],
    ...changingCreate((fields, { method }) => {
      for (const field of Object.keys(fields)) {
        if (method === 'PUT' && field !== 'access_grant_principal') delete fields[field];
      }
    }),
  },
  {
    id: 'F-CPA-45',
    title: 'A PUT that leaves out the alias mount, or has an empty one, is accepted',
    breaks: ['VAULT-CLIENT-25', 'VAULT-CLIENT-26'],
    ...changingUpdate((fields, stored, { method }) => {
      if (method === 'PUT') fields.alias_mount_accessor ||= stored.alias_mount_accessor;
    }),
  },
  {
    id: 'F-CPA-46',
    title: 'A PUT on the name of a SCIM client need not name its principal',
    breaks: ['VAULT-CLIENT-12'],
    since: SINCE,
    ...changingUpdate((fields, stored, { method }) => {
      if (method === 'PUT') fields.access_grant_principal ??= stored.access_grant_principal;
    }),
  },
  {
    id: 'F-CPA-47',
    title: 'A PUT with limits below the least ones is stored with the least ones',
    breaks: ['VAULT-CLIENT-50', 'VAULT-CLIENT-51'],
    since: SINCE,
    ...changingUpdate((fields, _stored, { method }) => {
      if (method !== 'PUT') return;
      if (Number(fields.max_active_tokens) < 1) fields.max_active_tokens = 1;
      if (Number(fields.max_token_ttl) < 0) fields.max_token_ttl = 0;
    }),
  },
  {
    id: 'F-CPA-48',
    title: 'The third principal of a SCIM client cannot change what the client made before',
    breaks: ['VAULT-CLIENT-19'],
    since: SINCE,
    ...knowingCallers({
      request: async (request, context) => {
        const { memory } = context;
        const stored = isClientWrite(request) ? await storedClient(request, context) : null;
        const name = lastSegment(request);
        if (stored) {
          const known = (memory.get(`principals of ${name}`) ?? []) as unknown[];
          if (stored.access_grant_principal !== known.at(-1)) {
            memory.set(`principals of ${name}`, [...known, stored.access_grant_principal]);
          }
        }
        if (request.method === 'GET' || !matches({ path: USER }, request)) return request;
        const caller = await callerOf(context, request);
        const client = (await scimClients(context)).find((one) => one.access_grant_principal === caller?.entityId);
        const former = ((memory.get(`principals of ${String(client?.name)}`) ?? []) as unknown[]).filter(
          (principal) => principal !== caller?.entityId,
        );
        return former.length > 1 ? scimError(404, 'the resource does not exist') : request;
      },
    }),
  },
];
