import { JSON_MEDIA_TYPE, SCIM_MEDIA_TYPE } from '../../protocol/scim.ts';
import type { Behaviour } from '../behaviour.ts';
import type { RequestContext } from '../request.ts';
import { ScimError } from './scim-error.ts';

const UNDERSTOOD = [SCIM_MEDIA_TYPE, JSON_MEDIA_TYPE];
const ACCEPTABLE = [...UNDERSTOOD, 'application/*', '*/*'];

/** Refuses a body in a foreign media type. @throws ScimError 415, by assumption */
export function checkContentType(ctx: RequestContext, behaviour: Behaviour): void {
  const { assume } = behaviour;
  const given = ctx.headers['content-type'];
  if (given === undefined || given.trim() === '') {
    if (ctx.rawBody.length > 0 && assume['missing-content-type'] === '415') {
      throw new ScimError(415, `Content-Type has to be ${SCIM_MEDIA_TYPE}`);
    }
    return;
  }
  if (UNDERSTOOD.includes(essence(given)) || assume['foreign-content-type'] === 'accept') return;
  throw new ScimError(415, `Content-Type has to be ${SCIM_MEDIA_TYPE}`);
}

/** @throws ScimError 406 when the caller accepts neither SCIM nor JSON, by assumption */
export function checkAccept(ctx: RequestContext, behaviour: Behaviour): void {
  const given = ctx.headers.accept;
  if (given === undefined || behaviour.assume.unacceptable === 'ignore') return;
  const acceptable = given
    .split(',')
    .some((range) => ACCEPTABLE.includes(essence(range)) && !/;\s*q=0(\.0+)?\s*$/.test(range));
  if (!acceptable) throw new ScimError(406, `the answer is ${SCIM_MEDIA_TYPE}`);
}

function essence(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}
