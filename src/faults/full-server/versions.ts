import { COLLECTION, GROUP, matches, pathOf, RESOURCE, USER, type Where, withHeader } from '../edits.ts';
import type { Fault } from '../fault.ts';
import { asking } from '../scim-requests.ts';
import { keeping, tagging, tagOf, versioning, writing } from './entity-tags.ts';

const READS = ['GET', 'HEAD'];
const CHANGE: Where = { method: ['PUT', 'PATCH'], path: RESOURCE };

/** Defects of what a server shows of versions (RFC 7644 section 3.14, RFC 7643 section 3.1). */
export const versionFaults: Fault[] = [
  {
    id: 'F-ETAG-01',
    title: 'Reads of a user have no ETag',
    breaks: ['RFC7644-3.14-02'],
    ...tagging({ method: READS, path: USER }, () => null),
  },
  {
    id: 'F-ETAG-02',
    title: 'Reads of a group have no ETag',
    breaks: ['RFC7644-3.14-02'],
    ...tagging({ method: READS, path: GROUP }, () => null),
  },
  {
    id: 'F-ETAG-03',
    title: 'The answer to a create has no ETag',
    breaks: ['RFC7644-3.14-02'],
    ...tagging({ method: 'POST', path: COLLECTION }, () => null),
  },
  {
    id: 'F-ETAG-04',
    title: 'The answer to a create has a tag that the resource never has again',
    breaks: ['RFC7644-3.14-02', 'RFC7644-3.14-05', 'RFC7643-3.1-24'],
    ...tagging({ method: 'POST', path: COLLECTION }, () => '"new"'),
  },
  {
    id: 'F-ETAG-05',
    title: 'The answer to a change has the tag of before',
    breaks: ['RFC7644-3.14-02', 'RFC7643-3.1-24'],
    request: async (request, { send, memory }) => {
      if (matches(CHANGE, request)) memory.set(pathOf(request), tagOf(await send(asking(request, 'GET'))));
      return request;
    },
    response: (response, request, { memory }) => {
      const before = memory.get(pathOf(request));
      const isDone = matches({ ...CHANGE, status: (status) => status < 300 }, request, response);
      return isDone && typeof before === 'string' ? withHeader(response, 'ETag', before) : response;
    },
  },
  {
    id: 'F-ETAG-06',
    title: 'meta of a resource has no version',
    breaks: ['RFC7644-3.14-03'],
    ...versioning({}, () => undefined),
  },
  {
    id: 'F-ETAG-07',
    title: 'meta.version has no quotes',
    breaks: ['RFC7643-3.1-24'],
    ...versioning({}, (version) => version.replaceAll('"', '')),
  },
  {
    id: 'F-ETAG-08',
    title: 'A list shows another version of a user than a read',
    breaks: ['RFC7643-3.1-24', 'RFC7644-3.4.2-09'],
    ...versioning({ method: 'GET', path: COLLECTION }, (version) => `W/${version}`),
  },
  {
    id: 'F-ETAG-09',
    title: 'A user who comes into a group keeps the strong tag',
    breaks: ['RFC7643-3.1-25'],
    ...keeping(USER, ({ groups: _groups, meta: _meta, ...user }) => user),
  },
  {
    id: 'F-ETAG-10',
    title: 'A group whose members change keeps its tag',
    breaks: ['RFC7644-3.14-09', 'RFC7643-3.1-25'],
    ...keeping(GROUP, ({ members: _members, meta: _meta, ...group }) => group),
  },
  {
    id: 'F-ETAG-11',
    title: 'A user keeps the tag for life',
    breaks: ['RFC7644-3.14-09', 'RFC7643-3.1-25', 'RFC7644-3.14-06'],
    ...keeping(USER, ({ id }) => id),
  },
  {
    id: 'F-ETAG-12',
    title: 'Tags have no quotes',
    breaks: ['RFC9110-8.8.3-01'],
    ...writing(
      (tag) => tag.replaceAll('"', ''),
      (field) => field.replaceAll(/(?<=^|[ ,/])[^ ,/"*]{2,}/g, '"$&"'),
    ),
  },
  {
    id: 'F-ETAG-13',
    title: 'Tags begin with w/ in lower case',
    breaks: ['RFC9110-8.8.3-01'],
    ...writing(
      (tag) => `w/${tag}`,
      (field) => field.replaceAll('w/', ''),
    ),
  },
  {
    id: 'F-ETAG-14',
    title: 'The answer to a create has a tag without quotes',
    breaks: ['RFC9110-8.8.3-01', 'RFC7644-3.14-02', 'RFC7644-3.14-05', 'RFC7643-3.1-24'],
    ...tagging({ method: 'POST', path: COLLECTION }, (tag) => tag.replaceAll('"', '')),
  },
  {
    id: 'F-ETAG-15',
    title: 'meta of a group has no version',
    breaks: ['RFC7644-3.14-03'],
    ...versioning({ path: /\/Groups/ }, () => undefined),
  },
  {
    id: 'F-ETAG-16',
    title: 'meta.version of a group is a number of its own',
    breaks: ['RFC7643-3.1-24'],
    ...versioning({ path: /\/Groups/ }, (version) => String(version.length)),
  },
];
