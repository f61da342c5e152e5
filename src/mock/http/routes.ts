import type { Answer } from '../answer.ts';
import type { Operation, RequestContext } from '../request.ts';

export type PathValues = Readonly<Record<string, string>>;
export type Handler = (context: RequestContext, values: PathValues) => Answer | Promise<Answer>;

/** One path of a backend. `pattern` has `:name` for one segment and `*name` for the rest, slashes included. */
export interface Route {
  readonly pattern: string;
  readonly handlers: Partial<Record<Operation, Handler>>;
  /** Operations that need no token. */
  readonly open?: readonly Operation[];
  /** Root-protected: the policy needs `sudo` as well. */
  readonly sudo?: boolean;
  /** Served in the root namespace alone. */
  readonly rootOnly?: boolean;
  /** Existence check: a write to what does not exist asks for `create`, else for `update`. Without it: `update`. */
  readonly exists?: (context: Pick<RequestContext, 'state' | 'namespace' | 'mount'>, values: PathValues) => boolean;
}

export interface RouteMatch {
  readonly route: Route;
  readonly values: PathValues;
}

/** The first route that a path below the mount fits; a trailing slash of a LIST does not count. */
export function matchRoute(routes: readonly Route[], path: string): RouteMatch | undefined {
  const segments = path.replace(/\/$/, '').split('/');
  for (const route of routes) {
    const values = matchPattern(route.pattern.split('/'), segments);
    if (values) return { route, values };
  }
  return undefined;
}

function matchPattern(pattern: readonly string[], segments: readonly string[]): PathValues | undefined {
  const values: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index];
    if (part.startsWith('*')) {
      const rest = segments.slice(index).join('/');
      if (rest === '') return undefined;
      values[part.slice(1)] = rest;
      return values;
    }
    if (segment === undefined) return undefined;
    if (part.startsWith(':')) {
      if (segment === '') return undefined;
      values[part.slice(1)] = segment;
    } else if (part !== segment) {
      return undefined;
    }
  }
  return pattern.length === segments.length ? values : undefined;
}
