/** The card of a job that is on its way. */
import { moving } from '../media.ts';
import { minute, now } from '../people.ts';
import type { Part } from '../record.ts';
import { both, type Section } from '../sample.ts';
import type { Options } from '../stage.ts';

const atProvider = { submittedAt: now - 5_000, operation: { requestId: 'r1', statusUrl: '', resultUrl: '' } };
const polling = { state: 'polling', ...atProvider } satisfies Part;
const processing = { ...polling, phase: 'processing' } satisfies Part;
export const clarity = { model: 'clarityai-flux-upscaler', of: 'skyline', by: 'ben' } satisfies Part;
export const smooth = { model: 'video-frame-interpolation', of: 'clip', by: 'cleo' } satisfies Part;
const vsr = { model: 'flashvsr', of: 'clip', settings: { scale: 4 } } satisfies Part;
const svd = { model: 'svd', of: 'forest', settings: { motion: 40 } } satisfies Part;
const long = { ...processing, submittedAt: now - 4 * minute, processingAt: now - 214_000 } satisfies Part;

const card = (title: string, part: Part, options?: Options) =>
  both(title, (easel) => easel.card(part, options));

export const running: Section = {
  title: 'The card while it works',
  about: 'which picture, what is done, how far it is, what cancelling costs',
  samples: [
    card('Accepted: the file is looked at', { settings: { scale: 4 } }),
    card('Next in line', { state: 'queued', waiting: { position: 1, startsInMs: undefined } }),
    card('Third in line', { ...smooth, state: 'queued', waiting: { position: 3, startsInMs: 40_000 } }),
    card('Being handed over', { ...clarity, state: 'submitting' }),
    card('Waiting at the provider', { ...svd, ...polling, phase: 'queued' }),
    card('Processing, with measured times', {
      ...processing,
      settings: { scale: 4 },
      processingAt: now - 2_600,
    }),
    card('Processing, and what will be lost', {
      ...processing,
      sourceFile: moving,
      processingAt: now - 2_600,
    }),
    card('Processing, with the published time', { ...clarity, ...long }),
    card('Processing, a video of which nobody knows how long', { ...smooth, ...long }),
    card('Processing, larger video', { ...vsr, ...long }),
    card('Processing, picture to video', { ...svd, ...long }),
    card('Overdue', { ...processing, submittedAt: now - 20 * minute, processingAt: now - 19 * minute }),
    card('Cancelling', { ...clarity, ...long, cancelRequested: true }),
    card('The result is fetched', { ...long, phase: 'completed' }),
    card('The result is posted', { ...long, state: 'delivering' }),
    card('In place of the models: the lab', { ...processing, processingAt: now - 2_600 }, { lab: true }),
  ],
};
