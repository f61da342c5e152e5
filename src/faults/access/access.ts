import {
  type Happening,
  holderOf,
  type Reader,
  refusing,
  serving,
  signingIn,
  watchingAccess,
  withEntity,
} from '../access-watch.ts';
import { asAdmin, tokenIn } from '../callers.ts';
import { jsonOf, matches, withJson } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { ENTITY } from '../scim-objects.ts';
import { lastSegment, vaultError } from '../vault-requests.ts';

/** An entity that nobody has. */
const SECOND_ENTITY = '00000000-0000-4000-8000-000000000002';
const FORGED = 'hvs.signed-in-anyway-';

const lastly =
  (what: Happening) =>
  ({ last }: Reader): boolean =>
    last?.what === what;
const isOld = ({ last, signedInAt }: Reader): boolean => last !== undefined && signedInAt < last.at;

/** Defects of what joiners get. */
const joinerFaults: Fault[] = [
  {
    id: 'F-ACCESS-01',
    title: 'The sign-in of a provisioned user makes a second entity',
    breaks: ['VAULT-ACCESS-01'],
    ...signingIn((response, { user }) => (user?.names.length === 1 ? withEntity(response, SECOND_ENTITY) : response)),
  },
  {
    id: 'F-ACCESS-02',
    title: 'Whoever signs in has the policies of the SCIM groups',
    breaks: ['VAULT-ACCESS-02'],
    ...serving(({ user, token }) => user === undefined && token === 'login'),
  },
  {
    id: 'F-ACCESS-03',
    title: 'Of the members that a create names only the first gets the policies of the group',
    breaks: ['VAULT-ACCESS-03'],
    ...refusing(({ last }) => last?.what === 'joined' && (last.place ?? 0) > 0),
  },
  {
    id: 'F-ACCESS-04',
    title: 'A token keeps the groups that its user had at the sign-in',
    breaks: ['VAULT-ACCESS-04'],
    ...refusing((reader) => lastly('added')(reader) && isOld(reader)),
  },
  {
    id: 'F-ACCESS-23',
    title: 'Policies of the entities of SCIM users are not looked at',
    breaks: ['VAULT-ACCESS-23'],
    ...notingPolicies(({ user }, memory) => memory.has(`policies:${user?.id}`)),
  },
  {
    id: 'F-ACCESS-24',
    title: 'SCIM groups inherit nothing from the groups that hold them',
    breaks: ['VAULT-ACCESS-24'],
    ...notingPolicies(({ happened }, memory) => happened.some(({ group }) => memory.has(`parent:${group}`))),
  },
];

/** Defects of what movers keep and lose. */
const moverFaults: Fault[] = [
  {
    id: 'F-ACCESS-05',
    title: 'Who joins another group keeps the policies of the old one',
    breaks: ['VAULT-ACCESS-05'],
    ...serving(
      ({ happened, last }) => last?.what === 'added' && happened.some(({ what }) => what === 'removed by list'),
    ),
  },
  {
    id: 'F-ACCESS-06',
    title: 'A token that has read the secret of a group keeps it after a removal by value list',
    breaks: ['VAULT-ACCESS-06', 'VAULT-ACCESS-38'],
    ...serving((reader) => lastly('removed by list')(reader) && reader.hasRead),
  },
  {
    id: 'F-ACCESS-07',
    title: 'A removal by value filter leaves the access',
    breaks: ['VAULT-ACCESS-07'],
    ...serving(lastly('removed by filter')),
  },
  {
    id: 'F-ACCESS-08',
    title: 'A replace without a member leaves the access of the member',
    breaks: ['VAULT-ACCESS-08'],
    ...serving(lastly('left out')),
  },
  {
    id: 'F-ACCESS-09',
    title: 'The policies of a deleted group stay with its members',
    breaks: ['VAULT-ACCESS-09'],
    ...serving(lastly('group deleted')),
  },
  {
    id: 'F-ACCESS-25',
    title: 'A removal from a group drops the policies of the token too',
    breaks: ['VAULT-ACCESS-25'],
    ...refusing(lastly('removed by list')),
  },
];

/** Defects of deactivation and reactivation. */
const activityFaults: Fault[] = [
  {
    id: 'F-ACCESS-10',
    title: 'A deactivation stops new sign-ins only',
    breaks: ['VAULT-ACCESS-10'],
    ...serving((reader) => lastly('deactivated')(reader) && reader.token === 'login'),
  },
  {
    id: 'F-ACCESS-11',
    title: 'A deactivated user can sign in',
    breaks: ['VAULT-ACCESS-11'],
    ...signingInAnyway(lastly('deactivated')),
  },
  {
    id: 'F-ACCESS-12',
    title: 'The entity of child tokens is not looked at',
    breaks: ['VAULT-ACCESS-12'],
    ...serving((reader) => lastly('deactivated')(reader) && reader.token === 'child'),
  },
  {
    id: 'F-ACCESS-13',
    title: 'The entity of orphaned tokens is not looked at',
    breaks: ['VAULT-ACCESS-13'],
    ...serving((reader) => lastly('deactivated')(reader) && reader.token === 'orphan'),
  },
  {
    id: 'F-ACCESS-14',
    title: 'The entity of batch tokens is not looked at',
    breaks: ['VAULT-ACCESS-14'],
    ...serving((reader) => lastly('deactivated')(reader) && reader.token === 'batch'),
  },
  {
    id: 'F-ACCESS-15',
    title: 'A deactivation revokes the tokens of the user',
    breaks: ['VAULT-ACCESS-15'],
    ...watchingAccess({
      response: (response, request, { memory }) => {
        const holder = /lookup-accessor$/.test(request.url) && holderOf(memory, jsonOf(request)?.accessor);
        return holder && lastly('deactivated')(holder) ? vaultError(403, 'invalid accessor') : response;
      },
    }),
  },
  {
    id: 'F-ACCESS-16',
    title: 'The tokens of a user do not survive a deactivation',
    breaks: ['VAULT-ACCESS-16'],
    ...refusing((reader) => lastly('activated')(reader) && isOld(reader)),
  },
  {
    id: 'F-ACCESS-17',
    title: 'Sign-ins stay refused after a reactivation',
    breaks: ['VAULT-ACCESS-17'],
    ...signingIn((response, reader) => (lastly('activated')(reader) ? vaultError(403, 'permission denied') : response)),
  },
  {
    id: 'F-ACCESS-18',
    title: 'A user that is created inactive can sign in',
    breaks: ['VAULT-ACCESS-18'],
    ...signingInAnyway(lastly('created inactive')),
  },
  {
    id: 'F-ACCESS-33',
    title: 'A deactivation is shown by SCIM only',
    breaks: [
      'VAULT-ACCESS-10',
      'VAULT-ACCESS-11',
      'VAULT-ACCESS-12',
      'VAULT-ACCESS-13',
      'VAULT-ACCESS-14',
      'VAULT-MAP-19',
      'VAULT-MAP-20',
      'VAULT-ADOPT-11',
    ],
    state: 'state-disable-shows-only',
  },
];

/** Defects of what leavers and renamed users keep. */
const leaverFaults: Fault[] = [
  {
    id: 'F-ACCESS-19',
    title: 'A token whose entity is gone keeps the policies of its groups',
    breaks: ['VAULT-ACCESS-19'],
    ...serving((reader) => lastly('deleted')(reader) && isOld(reader)),
  },
  {
    id: 'F-ACCESS-20',
    title: 'The alias of a deleted user still leads to its groups',
    breaks: ['VAULT-ACCESS-20'],
    ...serving((reader) => lastly('deleted')(reader) && !isOld(reader)),
  },
  {
    id: 'F-ACCESS-21',
    title: 'The new name of a renamed user leads to another entity',
    breaks: ['VAULT-ACCESS-21'],
    ...signingIn((response, { user, name }) =>
      user && user.names.length > 1 && user.names.at(-1) === name ? withEntity(response, SECOND_ENTITY) : response,
    ),
  },
  {
    id: 'F-ACCESS-22',
    title: 'The old name of a renamed user still leads to the entity',
    breaks: ['VAULT-ACCESS-22'],
    ...signingIn((response, { user, name }) =>
      user && user.names.length > 1 && user.names.at(-1) !== name ? withEntity(response, user.id) : response,
    ),
  },
  {
    id: 'F-ACCESS-34',
    title: 'A deleted user keeps entity, alias and memberships',
    breaks: [
      'VAULT-ACCESS-19',
      'VAULT-ACCESS-20',
      'VAULT-MAP-25',
      'VAULT-MAP-26',
      'VAULT-USER-01',
      'VAULT-USER-13',
      'VAULT-USER-43',
    ],
    state: 'state-user-delete-keeps-entity',
  },
  {
    id: 'F-ACCESS-35',
    title: 'A deleted group stays as a group of Vault',
    breaks: ['VAULT-ACCESS-09', 'VAULT-MAP-40', 'VAULT-GROUP-28'],
    state: 'state-group-delete-keeps-group',
  },
];

/** Defects of what people can really sign in to and read. */
export const accessFaults: Fault[] = [...joinerFaults, ...moverFaults, ...activityFaults, ...leaverFaults];

/** Defect that refuses reads by policies that an administrator gave to an entity or to the parent of a group. */
function notingPolicies(applies: Parameters<typeof refusing>[0]): Pick<Fault, 'request' | 'response'> {
  const { response: refuse } = refusing(applies);
  return {
    response: async (response, request, context) => {
      const body = request.method === 'POST' ? jsonOf(request) : null;
      if (body?.policies && matches({ path: ENTITY }, request)) {
        context.memory.set(`policies:${lastSegment(request)}`, true);
      }
      if (body?.policies && /\/identity\/group$/.test(request.url)) {
        for (const id of [body.member_group_ids ?? []].flat()) context.memory.set(`parent:${id}`, true);
      }
      return (await refuse?.(response, request, context)) ?? response;
    },
  };
}

/** Defect that lets somebody sign in whom the server refuses; the token reads whatever it asks for. */
export function signingInAnyway(applies: (reader: Reader) => boolean): Pick<Fault, 'request' | 'response'> {
  const { response: signIn } = signingIn((response, reader) => {
    if (!applies(reader) || response.status === 200) return response;
    const auth = { client_token: `${FORGED}${reader.name}`, accessor: '', entity_id: reader.user?.id ?? '' };
    return withJson({ ...vaultError(200), status: 200 }, { request_id: '', data: null, auth });
  });
  return {
    response: async (response, request, context) =>
      request.method === 'GET' && tokenIn(request).startsWith(FORGED)
        ? asAdmin(context, 'GET', request.url.replace(/^\/v1\//, ''))
        : ((await signIn?.(response, request, context)) ?? response),
  };
}
