import { knowingCallers } from './callers.ts';
import { linkCallIn } from './client-requests.ts';
import type { Fault } from './fault.ts';

type Hooks = Pick<Fault, 'request' | 'response'>;

/**
 * A defect that knows what an administrator linked or unlinked last, from the calls that it saw: its memory holds
 * `linked <id>` or `unlinked <id>`, each with the name of the SCIM client.
 */
export function knowingLinks(hooks: Hooks): Hooks {
  return knowingCallers({
    ...hooks,
    response: async (response, request, context) => {
      const call = response.status < 300 ? linkCallIn(request) : null;
      if (call) {
        const [now, before] = call.action === 'link' ? ['linked', 'unlinked'] : ['unlinked', 'linked'];
        context.memory.set(`${now} ${call.id}`, request.url.split('/').at(-2));
        context.memory.delete(`${before} ${call.id}`);
      }
      return (await hooks.response?.(response, request, context)) ?? response;
    },
  });
}
