import { MessageUrn } from '../protocol/scim.ts';

/** A SearchRequest message (RFC 7644 section 3.4.3). @param query its other members */
export function searchBody(query: object = {}): Record<string, unknown> {
  return { schemas: [MessageUrn.searchRequest], ...query };
}
