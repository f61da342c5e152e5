import { type Link, LinkType } from 'allure-js-commons';
import { citedTags, type SourcePages } from './source-pages.ts';

const VAULT_SCIM_PAGE = 'https://developer.hashicorp.com/vault/api-docs/secret/identity/scim';
const RFC = /RFC\s?(\d{4})(?:,?\s*(?:§+|sections?)?\s*((?:\d+|[A-Z](?=\.))(?:\.\d+)*))?/g;

/**
 * Addresses of what a row's `source` cites: sections of RFCs, tags of known pages, addresses written out, and Vault's
 * page on SCIM by its title. Text that cites nothing known gives no link.
 */
export function sourceLinks(source: string, pages: SourcePages = new Map()): Link[] {
  const links = new Map<string, string>();
  for (const [, number = '', section] of source.matchAll(RFC)) {
    const anchor = section ? `#${/^\d/.test(section) ? 'section' : 'appendix'}-${section}` : '';
    const name = `RFC ${number}${section ? ` section ${section}` : ''}`;
    links.set(`https://www.rfc-editor.org/rfc/rfc${number}.html${anchor}`, name);
  }
  for (const tag of citedTags(source)) {
    const page = pages.get(tag);
    if (page && /^https?:/.test(page.url)) links.set(page.url, page.title);
  }
  for (const [url] of source.matchAll(/https?:\/\/[^\s)\]>"']*[^\s)\]>"'.,;]/g)) links.set(url, url);
  if (/Vault API documentation, SCIM/i.test(source)) links.set(VAULT_SCIM_PAGE, 'Vault API documentation, SCIM');
  return [...links].map(([url, name]) => ({ url, name, type: LinkType.DEFAULT }));
}
