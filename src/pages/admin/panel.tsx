/** What all parts of the page are made of. */
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Drawn } from './charts/frame.ts';

export const Panel = (it: {
  id: string;
  title: string;
  about?: string;
  wide?: boolean;
  beside?: Child;
  children?: Child;
}) => (
  <section class={`panel ${it.wide ? 'c8' : 'c4'}`} aria-labelledby={it.id}>
    <header>
      <h2 id={it.id}>{it.title}</h2>
      {it.about && <p class="grow">{it.about}</p>}
      {it.beside}
    </header>
    {it.children}
  </section>
);

/** @param it.alt what it shows, for who cannot see it; a table with the numbers stands beside it */
export const Chart = ({ chart, alt }: { chart: Drawn; alt: string }) => (
  <figure class="chart">
    <figcaption class="hide">{alt}</figcaption>
    <div class="wide" aria-hidden="true">
      {raw(chart.wide)}
    </div>
    <div class="narrow" aria-hidden="true">
      {raw(chart.narrow)}
    </div>
  </figure>
);
