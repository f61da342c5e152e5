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

/**
 * Makes a generated page load nothing from outside: drops tags that would, and the analytics script, and adds a
 * Content-Security-Policy that forbids the rest.
 */
export function selfContained(html: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  const stripped = html.replace(TAG_FROM_OUTSIDE, '').replace(ANALYTICS, '');
  return stripped.replace(/<head\b[^>]*>/i, (head) => `${head}\n    ${policy}\n    ${OPEN_AT_TOP}`);
}

/** Addresses outside of the page that its tags would load: empty when the page is self-contained. */
export function loadedFromOutside(html: string): string[] {
  return [...html.matchAll(TAG_FROM_OUTSIDE)].map(([tag]) => tag);
}
