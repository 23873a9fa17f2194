/** The owner's view as a page. */
import type { Assets } from '../assets.ts';
import { Mark, Page } from '../layout.tsx';
import type { Drawn } from './charts/frame.ts';
import { Failures } from './failures.tsx';
import { type Shown, spans } from './gather.ts';
import { Health } from './health.tsx';
import { Jobs } from './jobs/jobs.tsx';
import { Lead } from './lead.tsx';
import { linkWith } from './links.ts';
import { Queue } from './queue.tsx';
import { Spend } from './spend.tsx';
import { Waits } from './waits.tsx';
import { adminWords as words } from './words/page.ts';

/** @param it.to the way to the folder above `assets`. @param it.where who can see it, in a word or two. @param it.board the way to the raw queues */
export function AdminPage(it: {
  shown: Shown;
  charts: { spend: Drawn | undefined; waits: Drawn | undefined };
  assets: Pick<Assets, 'version'>;
  to: string;
  board: string;
  where: string;
}) {
  const { shown, charts } = it;
  const { about, asked, now } = shown;
  return (
    <Page title={words.title} assets={it.assets} to={it.to} page="admin">
      <a class="skip btn" href="#jobs">
        {words.skip}
      </a>
      <header class="bar">
        <span class="brand">
          <Mark />
          Darkroom
        </span>
        <nav aria-label={words.owner}>
          <a href="?" aria-current="page">
            {words.overview}
          </a>
          <a href="#jobs">{words.jobs}</a>
          <a href={it.board}>{words.queues}</a>
        </nav>
        <span class="chip">{it.where}</span>
      </header>
      <p class="stale" role="status" data-stale={words.stale} />
      <main id="admin" class="admin">
        <div class="lead">
          <Lead shown={shown} />
          <nav class="tabs" aria-label={words.span}>
            {spans
              .toSorted((a, b) => a - b)
              .map((days) => (
                <a href={linkWith(asked, { days })} aria-current={asked.days === days ? 'true' : undefined}>
                  {words.days(days)}
                </a>
              ))}
          </nav>
        </div>
        {about && <Spend overview={about.overview} chart={charts.spend} />}
        <div class="c4 side">
          {about && <Queue overview={about.overview} asked={asked} />}
          <Health shown={shown} />
        </div>
        {about && (
          <>
            <Jobs list={about.list} opened={about.opened} asked={asked} now={now} />
            <Failures ends={about.overview.ends} />
            <Waits waits={about.overview.waits} chart={charts.waits} />
          </>
        )}
      </main>
    </Page>
  );
}
