import { MessageUrn } from '../../protocol/scim.ts';
import type { Answer } from '../../scim/answer.ts';
import { bodyOf } from '../answers.ts';

/** What a connector looks for in a page of a list, ready to be compared as a whole. */
export interface ListPage {
  status: number;
  isListResponse: boolean;
  totalResults: unknown;
  startIndex: unknown;
  itemsPerPage: unknown;
  /** Number of resources; null when `Resources` is missing or no list. */
  resources: number | null;
}

export function listPage(answer: Answer): ListPage {
  const { schemas, totalResults, startIndex, itemsPerPage, Resources } = bodyOf(answer);
  return {
    status: answer.status,
    isListResponse: Array.isArray(schemas) && schemas.includes(MessageUrn.listResponse),
    totalResults,
    startIndex,
    itemsPerPage,
    resources: Array.isArray(Resources) ? Resources.length : null,
  };
}

/** A complete page (RFC 7644 section 3.4.2): as many resources as it says, none of it left out, none as text. */
export function completePage(totalResults: number, startIndex: number, resources: number): ListPage {
  return { status: 200, isListResponse: true, totalResults, startIndex, itemsPerPage: resources, resources };
}
