import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceLinks } from '../../src/reporting/source-links.ts';
import { readSourcePages, sourceInWords } from '../../src/reporting/source-pages.ts';

const urls = (source: string) => sourceLinks(source).map(({ url }) => url);

test('A section of an RFC becomes the address of that section, however it is written.', () => {
  for (const source of ['RFC 7644 section 3.5.2', 'RFC 7644, section 3.5.2', 'RFC 7644 §3.5.2', 'RFC7644 3.5.2.']) {
    assert.deepEqual(urls(source), ['https://www.rfc-editor.org/rfc/rfc7644.html#section-3.5.2'], source);
  }
});

test('An RFC without a section is linked as a whole.', () => {
  assert.deepEqual(urls('RFC 7643 and RFC 9865'), [
    'https://www.rfc-editor.org/rfc/rfc7643.html',
    'https://www.rfc-editor.org/rfc/rfc9865.html',
  ]);
});

test('Vault documentation is linked by its title, a known tag by its page and an address as it is.', () => {
  const pages = new Map([['S8', { title: 'Release notes', url: 'https://example.com/notes' }]]);
  assert.deepEqual(
    sourceLinks('Vault API documentation, SCIM (2.0.4) [S8] (https://example.com/page).', pages).map(({ url }) => url),
    [
      'https://example.com/notes',
      'https://example.com/page',
      'https://developer.hashicorp.com/vault/api-docs/secret/identity/scim',
    ],
  );
});

test('A source that cites nothing known gives no link.', () => {
  assert.deepEqual(urls('observed behaviour, see S99'), []);
});

test('Each tag of the catalogue has a page, and tags alone are put into words.', () => {
  const pages = readSourcePages();
  assert.equal(pages.get('S1')?.url, 'https://developer.hashicorp.com/vault/api-docs/secret/identity/scim');
  for (const [tag, page] of pages) assert.match(page.url, /^(https:.*)?$/, tag);
  const two = new Map([
    ['S1', { title: 'API', url: 'https://a.example/' }],
    ['S18m', { title: 'Flags', url: 'https://b.example/' }],
  ]);
  assert.equal(sourceInWords('S1 S18m', two), 'API (S1); Flags (S18m)');
  assert.equal(sourceInWords('RFC 7644 section 3.1', two), 'RFC 7644 section 3.1');
});
