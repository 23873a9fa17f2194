/** Which page an address leads to. */
import type { Job } from '../../core/domain/job.ts';
import { comparedName } from '../../core/media/comparison/words.ts';
import type { OpenedPage } from '../../core/ports/links.ts';
import type { Assets } from '../assets.ts';
import { Album, Between, type Frame } from './album.tsx';
import { Document, type Preview } from './document.tsx';
import { isCompared, nameOf, Result } from './result.tsx';
import { type Looking, type Part, partOf, type Seen, seenOf } from './seen.ts';
import { viewerWords as words } from './words.ts';

/** `page`: HTML. `to`: a slash is missing at the end of the address. */
export type Answer = { page: string } | { part: Part } | { to: string } | undefined;

type Of = Looking & { assets: Pick<Assets, 'version'> };

/** Steps from a result's page, and from an album's, to what is above all of them: kind, job, end, signature. */
const depth = 4;

/** As `Job.batch` has it, counted from 1 as people do. */
const numberOf = (job: Job): number => (job.batch?.position ?? 0) + 1;

/** @throws the signal's reason */
export async function answerTo(of: Of, opened: OpenedPage): Promise<Answer> {
  const { kind, jobs, rest, url } = opened;
  if (rest === undefined) return { to: `./${url.split('/').at(-2)}/` };
  const [first] = jobs;
  if (!first) return undefined;
  if (kind === 'result') return rest === '' ? resultPage(of, opened, first) : partAnswer(of, first, rest);
  if (rest === '') return albumPage(of, opened, first);
  if (rest === 'preview.jpg') return partAnswer(of, first, rest);
  const [, number, slash, name = ''] = /^([1-9]\d{0,2})(\/)?(.*)$/.exec(rest) ?? [];
  const job = jobs.find((it) => String(numberOf(it)) === number);
  if (!job || (!slash && name !== '')) return undefined;
  if (!slash) return { to: `./${number}/` };
  return name === '' ? memberPage(of, opened, job) : partAnswer(of, job, name);
}

async function partAnswer(of: Of, job: Job, name: string): Promise<Answer> {
  const part = await partOf(of, job, name);
  return part && { part };
}

function previewOf(seen: Seen, address: string): Preview {
  const { view } = seen;
  return {
    title: nameOf(view),
    text: [words.done(view.title, view.sourceName), view.sizes].filter((it) => it !== undefined).join(' · '),
    address,
    picture: `${address}preview.jpg`,
    alt: isCompared(seen) ? comparedName.picture(view.sourceName ?? view.title) : view.alt,
  };
}

async function resultPage(of: Of, opened: OpenedPage, job: Job): Promise<Answer> {
  const seen = await seenOf(of, job);
  return drawn(
    <Document assets={of.assets} opened={opened} depth={depth} preview={previewOf(seen, opened.url)}>
      <Result seen={seen} />
    </Document>,
  );
}

const framesOf = (of: Of, jobs: readonly Job[]): Promise<Frame[]> =>
  Promise.all(jobs.map(async (job) => ({ number: numberOf(job), view: await of.requests.view(job) })));

async function albumPage(of: Of, opened: OpenedPage, first: Job): Promise<Answer> {
  const { url, jobs } = opened;
  const whole = await of.requests.card(first);
  const seen = await seenOf(of, first);
  const preview = { ...previewOf(seen, url), title: whole.title, text: whole.line };
  return drawn(
    <Document assets={of.assets} opened={opened} depth={depth} preview={preview}>
      <Album whole={whole} frames={await framesOf(of, jobs)} />
    </Document>,
  );
}

async function memberPage(of: Of, opened: OpenedPage, job: Job): Promise<Answer> {
  const { url, jobs } = opened;
  const seen = await seenOf(of, job);
  const preview = previewOf(seen, `${url}${numberOf(job)}/`);
  const nav = <Between frames={await framesOf(of, jobs)} at={jobs.indexOf(job)} />;
  return drawn(
    <Document assets={of.assets} opened={opened} depth={depth + 1} preview={preview} nav={nav}>
      <Result seen={seen} />
    </Document>,
  );
}

// What JSX makes is text, or a promise of it.
const drawn = async (page: unknown): Promise<Answer> => ({ page: String(await page) });
