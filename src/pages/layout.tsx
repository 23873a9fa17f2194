/** The frame of every page: head, style, script. */
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Assets } from './assets.ts';

/**
 * @param it.to the way from the page to the folder that has `assets/` in it, e.g. `./` or `../`: a proxy may put more before
 * the path than we know of. @param it.page what the script is to do there. @param it.head further tags
 */
export function Page(it: {
  title: string;
  assets: Pick<Assets, 'version'>;
  to: string;
  page: string;
  /** What the script says there, by name. */
  data?: Readonly<Record<string, string>>;
  head?: Child;
  children?: Child;
}) {
  const at = (name: string) => `${it.to}assets/${name}?v=${it.assets.version}`;
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>{it.title}</title>
          <link rel="icon" href={icon} />
          <link
            rel="preload"
            href={`${it.to}assets/inter.woff2`}
            as="font"
            type="font/woff2"
            crossorigin="anonymous"
          />
          <link rel="stylesheet" href={at('style.css')} />
          <script type="module" src={at('page.js')} />
          {it.head}
        </head>
        <body data-page={it.page} {...dataOf(it.data)}>
          {it.children}
        </body>
      </html>
    </>
  );
}

/** `takeOut` is `data-take-out` there. */
const dataOf = (data: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      value,
    ]),
  );

/** The product's sign, a picture half developed. */
const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" rx="8" fill="#1b1714"/><circle cx="14" cy="14" r="8" fill="#6b3616"/><path d="M14 6a8 8 0 0 1 0 16z" fill="#ff9448"/></svg>',
)}`;

export const Mark = () => <span class="mark" aria-hidden="true" />;

/** @param name as in `i-check` of parts.css; always beside a word, or in a button that has a label */
export const Icon = ({ name }: { name: string }) => <i class={`i i-${name}`} aria-hidden="true" />;
