import type { Answer } from '../scim/answer.ts';

interface MatcherResult {
  name: string;
  pass: boolean;
  message: () => string;
  expected: unknown;
  actual: unknown;
}

/** Statuses by which a server refuses a request on its own account: never 2xx, never a breakdown. */
function isRefusal(status: number): boolean {
  return (status >= 400 && status < 500) || status === 501;
}

/** Matchers on an `Answer`; their messages never show request headers or bodies. */
export const scimMatchers = {
  /** The status is this one, or one of these. */
  toHaveStatus(answer: Answer, expected: number | number[]): MatcherResult {
    const allowed = [expected].flat();
    return result('toHaveStatus', allowed.includes(answer.status), `status ${allowed.join(' or ')}`, shown(answer));
  },

  /** Refused with a 4xx or 501, in whatever form the answering layer uses. */
  toBeRefused(answer: Answer): MatcherResult {
    return result('toBeRefused', isRefusal(answer.status), 'a refusal (4xx or 501)', shown(answer));
  },

  /**
   * A SCIM Error message (RFC 7644 section 3.12) with one of these statuses and, if given, this scimType. As the
   * attribute is optional there, `scimTypeIfAny` is for requirements whose own words name no keyword.
   */
  toBeScimError(
    answer: Answer,
    expected: { status: number | number[]; scimType?: string; scimTypeIfAny?: string | string[] },
  ): MatcherResult {
    const statuses = [expected.status].flat();
    const given = memberOf(answer.body, 'scimType');
    const optional = [expected.scimTypeIfAny ?? []].flat();
    const pass =
      statuses.includes(answer.status) &&
      answer.layer === 'scim' &&
      (expected.scimType === undefined || given === expected.scimType) &&
      (optional.length === 0 || given === undefined || optional.includes(String(given)));
    const wanted = `a SCIM error with status ${statuses.join(' or ')}${expected.scimType ? `, scimType ${expected.scimType}` : ''}${optional.length > 0 ? `, scimType ${optional.join(' or ')} if any` : ''}`;
    return result('toBeScimError', pass, wanted, shown(answer));
  },

  /** Vault's own error form, `{"errors": […]}`, with this status (HTTP API overview). */
  toBeVaultError(answer: Answer, status: number | number[]): MatcherResult {
    const statuses = [status].flat();
    const pass = statuses.includes(answer.status) && Array.isArray(memberOf(answer.body, 'errors'));
    return result('toBeVaultError', pass, `a Vault error with status ${statuses.join(' or ')}`, shown(answer));
  },
};

function result(name: string, pass: boolean, expected: string, actual: string): MatcherResult {
  return { name, pass, expected, actual, message: () => `expected ${expected}, but got ${actual}` };
}

function shown(answer: Answer): string {
  if (answer.status === 0) return `no answer: ${answer.exchange.failure ?? 'unknown reason'}`;
  const detail = memberOf(answer.body, 'detail') ?? memberOf(answer.body, 'errors');
  const scimType = memberOf(answer.body, 'scimType');
  const parts = [`status ${answer.status}`, scimType && `scimType ${scimType}`, detail && JSON.stringify(detail)];
  return parts.filter(Boolean).join(', ');
}

function memberOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

export function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'exchange' in value && 'layer' in value && 'status' in value;
}
