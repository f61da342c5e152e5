import type { HeaderLines } from '../evidence/exchange.ts';
import {
  filledBody,
  filledPath,
  headerSet,
  type RequestTemplate,
  templatesOf,
} from '../vendors/connector/request-template.ts';
import type { RecordedExchange } from './har.ts';
import { bodyShape, isCompact, memberOrder, queryWriting, targetShape } from './request-shape.ts';

/** What a recording says of one form of request. */
export interface FormComparison {
  /** Method and target without names and ids. */
  request: string;
  /** Id of our template, or null when no request of ours is like it. */
  template: string | null;
  /** How sure our form was: documented, captured, seen in code, third party, inferred; null without a template. */
  form: RequestTemplate['form'] | null;
  /** Requests of the recording that have this form. */
  times: number;
  /** In words; empty when the recording confirms our form. */
  differences: string[];
}

/** Lines of a connection or of a proxy on the way, and credentials: nothing to compare. */
const NOT_COMPARED =
  /^(?:host|content-length|authorization|proxy-.*|cookie|x-forwarded-.*|via|forwarded|transfer-encoding|traceparent|tracestate|x-request-id|x-vault-.*)$/i;
/** Only the values of these are shown: others may hold anything. */
const SHOWN =
  /^(?:accept|accept-charset|accept-encoding|accept-language|cache-control|connection|content-type|user-agent)$/i;

const PLACEHOLDERS = new Proxy<Record<string, string>>(
  {},
  { get: (_, name) => (name === 'active' ? 'true' : 'x'), has: () => true },
);

/**
 * Compares the requests of a recording with those that our simulator sends for the vendor: header lines, the way
 * queries are written, the members of bodies. Names, ids and credentials of the recording do not appear.
 */
export function compareForms(vendor: string, exchanges: readonly RecordedExchange[]): FormComparison[] {
  const templates = templatesOf(vendor).map((template) => ({ template, path: filledPath(template, PLACEHOLDERS) }));
  const found = new Map<string, FormComparison>();
  for (const exchange of exchanges) {
    const request = `${exchange.method} ${targetShape(exchange.path)}`;
    const shape = bodyShape(exchange.body);
    const like = templates.filter(({ template, path }) => `${template.method} ${targetShape(path)}` === request);
    const ranked = like
      .map(({ template, path }) => ({ template, differences: differencesOf(vendor, template, path, exchange, shape) }))
      .sort((a, b) => a.differences.length - b.differences.length);
    const best = ranked[0];
    const comparison = {
      request,
      template: best?.template.id ?? null,
      form: best?.template.form ?? null,
      differences: best?.differences ?? [
        `our simulator sends no such request; its body has ${shape.join('; ') || 'nothing'}`,
      ],
    };
    const key = JSON.stringify(comparison);
    const known = found.get(key);
    if (known) known.times += 1;
    else found.set(key, { ...comparison, times: 1 });
  }
  return [...found.values()];
}

function differencesOf(
  vendor: string,
  template: RequestTemplate,
  path: string,
  exchange: RecordedExchange,
  shape: string[],
): string[] {
  const ours = filledBody(template, PLACEHOLDERS) ?? null;
  const ourShape = bodyShape(ours);
  const extra = shape
    .filter((line) => !ourShape.includes(line))
    .map((line) => `the recording's body has ${line}, ours not`);
  const lacking = ourShape
    .filter((line) => !shape.includes(line))
    .map((line) => `our body has ${line}, the recording's not`);
  const [orderHere, orderThere] = [memberOrder(ours), memberOrder(exchange.body)];
  const isReordered = extra.length + lacking.length === 0 && orderHere !== orderThere;
  return [
    ...headerDifferences(headerSet(vendor, template.headers), exchange.headers),
    ...writingDifferences(path, exchange.path),
    ...extra,
    ...lacking,
    ...(isReordered ? [`the members stand in the order ${orderThere}, ours in ${orderHere}`] : []),
    ...(isCompact(exchange.body) ? [] : ['the body is written with spaces, ours without']),
  ];
}

function headerDifferences(ours: HeaderLines, recorded: HeaderLines): string[] {
  const theirs = recorded.filter(([name]) => !NOT_COMPARED.test(name));
  const missing = ours
    .filter(([name]) => lineOf(theirs, name) === undefined)
    .map(([name]) => `the header ${name} is ours alone`);
  const more = theirs
    .filter(([name]) => lineOf(ours, name) === undefined)
    .map(([name, value]) => `the header ${name}${SHOWN.test(name) ? ` (${value})` : ''} is the recording's alone`);
  const other = ours.flatMap(([name, value]) => {
    const there = lineOf(theirs, name);
    if (there === undefined || there === value) return [];
    return [
      SHOWN.test(name) ? `the header ${name} is ${there}, ours ${value}` : `the header ${name} has another value`,
    ];
  });
  return [...missing, ...more, ...other];
}

function writingDifferences(ours: string, theirs: string): string[] {
  const [here, there] = [queryWriting(ours), queryWriting(theirs)];
  return [
    ...(here.order === there.order ? [] : [`the parameters stand in the order ${there.order}, ours in ${here.order}`]),
    ...(here.blanks === there.blanks ? [] : [`a blank in a filter is written ${there.blanks}, ours ${here.blanks}`]),
    ...(here.quotes === there.quotes
      ? []
      : [`a quotation mark in a filter is written ${there.quotes}, ours ${here.quotes}`]),
  ];
}

/** Header names are compared in any case: HTTP/2 captures have them in lower case. */
function lineOf(lines: HeaderLines, name: string): string | undefined {
  return lines.find(([line]) => line.toLowerCase() === name.toLowerCase())?.[1];
}
