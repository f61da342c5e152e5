/** The browser itself refuses whatever would leave the page, also what a later version of the page's script tries. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' data:",
  "style-src 'unsafe-inline' data:",
  'img-src data: blob:',
  'font-src data:',
  'media-src data: blob:',
  'frame-src data: blob:',
  'connect-src data: blob:',
  "form-action 'none'",
].join('; ');

/** The page scrolls to its first check by itself; its headline, the verdict, is what must be seen first. */
const OPEN_AT_TOP = `<script>
  (() => {
    if (location.hash.length > 1) return;
    const gestures = ['wheel', 'touchstart', 'keydown', 'pointerdown'];
    const options = { capture: true, passive: true };
    const toTop = ({ target }) => { (target.scrollingElement ?? target).scrollTop = 0; };
    const release = () => {
      document.removeEventListener('scroll', toTop, options);
      for (const gesture of gestures) document.removeEventListener(gesture, release, options);
    };
    document.addEventListener('scroll', toTop, options);
    for (const gesture of gestures) document.addEventListener(gesture, release, options);
  })();
</script>`;

const TAG_FROM_OUTSIDE =
  /<(script|link|img|iframe|source|embed|object)\b[^>]*\b(?:src|href|data)\s*=\s*["']?(?:https?:)?\/\/[^>]*>(?:\s*<\/\1>)?/gi;
const ANALYTICS =
  /<script\b[^>]*>(?:(?!<\/script>)[\s\S]){0,2000}?\bgtag\((?:(?!<\/script>)[\s\S]){0,2000}?<\/script>/gi;

/** Around the data of a page that Allure made, which is nearly all of it. */
const DATA_START = 'Promise.allSettled([';
const DATA_END = '])';

/**
 * Makes a generated page load nothing from outside: drops tags that would, and the analytics script, and adds a
 * Content-Security-Policy that forbids the rest.
 */
export function selfContained(html: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  return withoutOutside(html).replace(/<head\b[^>]*>/i, (head) => `${head}\n    ${policy}\n    ${OPEN_AT_TOP}`);
}

/** The same, in pieces. Data without a tag stays as it is: it is tens of megabytes, and takes longer than the rest of a report. */
export function selfContainedPieces(page: Buffer): Buffer[] {
  const start = page.indexOf(DATA_START);
  const end = page.lastIndexOf(DATA_END);
  const data = page.subarray(start, end);
  if (start < 0 || end < start || data.includes('<')) return [Buffer.from(selfContained(page.toString()))];
  const [head, tail] = [page.subarray(0, start), page.subarray(end)];
  return [Buffer.from(selfContained(head.toString())), data, Buffer.from(withoutOutside(tail.toString()))];
}

function withoutOutside(html: string): string {
  return html.replace(TAG_FROM_OUTSIDE, '').replace(ANALYTICS, '');
}

/** Addresses outside of the page that its tags would load: empty when the page is self-contained. */
export function loadedFromOutside(html: string): string[] {
  return [...html.matchAll(TAG_FROM_OUTSIDE)].map(([tag]) => tag);
}
