/** The frame of these pages: what links to them show elsewhere, and how long they hold. */
import type { Child } from 'hono/jsx';
import type { OpenedPage } from '../../core/ports/links.ts';
import type { Assets } from '../assets.ts';
import { Mark, Page } from '../layout.tsx';
import { viewerWords as words } from './words.ts';

/** What a chat or another page shows of a link; addresses are whole ones. */
export type Preview = {
  title: string;
  text: string;
  address: string;
  picture: string;
  alt: string;
};

export function Document(it: {
  assets: Pick<Assets, 'version'>;
  opened: Pick<OpenedPage, 'kind' | 'until'>;
  /** Steps from the page to what is above all of them. */
  depth: number;
  preview: Preview;
  /** The way to other pages. */
  nav?: Child;
  children?: Child;
}) {
  const { opened, preview, assets, depth } = it;
  return (
    <Page
      title={`${preview.title} · ${words.product}`}
      assets={assets}
      to={'../'.repeat(depth)}
      page="viewer"
      head={<Head preview={preview} />}
    >
      <div class="viewer">
        <header class="row">
          <Mark />
          <span class="product grow">{words.product}</span>
          {it.nav}
        </header>
        <main>{it.children}</main>
        <footer class="tiny faint">
          {opened.kind === 'album' ? words.untilAll(opened.until) : words.until(opened.until)}
        </footer>
      </div>
    </Page>
  );
}

/** https://ogp.me and, for one that reads no other, https://developer.x.com/en/docs/x-for-websites/cards/overview/markup */
function Head({ preview: { title, text, address, picture, alt } }: { preview: Preview }) {
  const open: [string, string][] = [
    ['og:type', 'website'],
    ['og:site_name', words.product],
    ['og:title', title],
    ['og:description', text],
    ['og:url', address],
    ['og:image', picture],
    ['og:image:alt', alt],
  ];
  return (
    <>
      <meta name="description" content={text} />
      <meta name="color-scheme" content="light dark" />
      <meta name="twitter:card" content="summary_large_image" />
      {open.map(([property, content]) => (
        <meta property={property} content={content} />
      ))}
    </>
  );
}
