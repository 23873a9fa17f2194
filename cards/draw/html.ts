/** HTML out of parts: text is escaped, parts stay as they are. */

export type Html = { readonly html: string };
type Part = Html | readonly Part[] | string | number | undefined | false;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'html' in part ? part.html : part.map(written).join('');
}

export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.map((text, index) => text + written(parts[index])).join(''),
});

/** What is written already, such as a stylesheet. */
export const raw = (text: string): Html => ({ html: text });

/** Parts with something between them. */
export const joined = (parts: readonly Html[], between: Html): Html[] =>
  parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]));

/** A part of a message that this page cannot draw: then it would not be complete. */
export class Unknown extends Error {
  override name = 'Unknown';
}
/** @throws Unknown. A kind that the types know and nobody draws does not compile. */
export function never(it: never, what: string): never {
  throw new Unknown(`${what} cannot be drawn: ${JSON.stringify(it)}`);
}
