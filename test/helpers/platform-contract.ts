/** What every platform must do. A platform's test calls it once with its own way of looking at what people see. */

import { expect, it } from 'vitest';
import type { Job } from '../../src/core/domain/job.ts';
import type { Fixture } from './fixture.ts';
import { labResults } from './lab-results.ts';

export type Seen = {
  /** The states that one person saw on the job's one card, in order, each once. */
  states: string[];
  /** How many cards the job has. */
  cards: number;
  /** The files that were posted for it. */
  files: Buffer[];
  /** All that was said on the card at the end. */
  lastText: string;
};

export type Contestant = {
  fixture: Pick<Fixture, 'engine' | 'lab'>;
  /** Asks as a person would, with a small picture, for a ×2 ESRGAN as PNG. */
  ask(): Promise<Job>;
  seen(job: Job): Promise<Seen>;
  /** Shows and delivers the job again, as after a crash before the record was written. */
  repeat(job: Job): Promise<void>;
  /** Makes the next edit of the job's card fail, as a chat that is down for a moment. */
  breakCard(job: Job): Promise<void>;
  /** Makes the next attempt to post the job's result fail in the same way. */
  breakPost(job: Job): Promise<void>;
};

/** @param get gives the contestant, which is set up by the file's beforeAll. */
export function platformContract(get: () => Contestant): void {
  it('shows one card through QUEUED, PROCESSING and COMPLETED and posts the lab’s very bytes', async () => {
    const { fixture, ask, seen } = get();
    const job = await fixture.engine.settled((await ask()).id);
    expect(job.state).toBe('done');
    const { states, cards, files } = await seen(job);
    expect(states).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
    expect(cards).toBe(1);
    expect(files).toHaveLength(1);
    const made = await labResults(fixture);
    expect(made.some((bytes) => files[0]?.equals(bytes))).toBe(true);
  });

  it('posts nothing a second time when the last step is repeated', async () => {
    const { fixture, ask, seen, repeat } = get();
    const job = await fixture.engine.settled((await ask()).id);
    await repeat(job);
    const { cards, files, states } = await seen(job);
    expect({ cards, files: files.length }).toEqual({ cards: 1, files: 1 });
    expect(states.at(-1)).toBe('COMPLETED');
  });

  it('says in one sentence why a job failed, and posts nothing', async () => {
    const { fixture, ask, seen } = get();
    fixture.lab.behave({ fail: 'it cannot be done' });
    const job = await fixture.engine.settled((await ask()).id);
    expect(job.state).toBe('failed');
    const { states, cards, files, lastText } = await seen(job);
    expect(states.at(-1)).toBe('FAILED');
    expect({ cards, files }).toEqual({ cards: 1, files: [] });
    expect(lastText).toContain('Nothing was charged.');
  });

  it('says that a job was cancelled, and posts nothing', async () => {
    const { fixture, ask, seen } = get();
    fixture.lab.behave({ processingMs: 600_000 });
    const { id } = await ask();
    await expect.poll(() => fixture.engine.read(id), { timeout: 50_000 }).toMatchObject({ state: 'polling' });
    expect(await fixture.engine.cancel(id)).toBe(true);
    const { states, cards, files, lastText } = await seen(await fixture.engine.settled(id));
    expect(states.at(-1)).toBe('CANCELLED');
    expect({ cards, files }).toEqual({ cards: 1, files: [] });
    expect(lastText).toContain('Cancelled.');
  });

  it('posts once, although the first attempt fails', async () => {
    const { fixture, ask, seen, breakPost } = get();
    const asked = await ask();
    await breakPost(asked);
    const job = await fixture.engine.settled(asked.id);
    const { states, cards, files } = await seen(job);
    expect(job.state).toBe('done');
    expect({ cards, files: files.length }).toEqual({ cards: 1, files: 1 });
    expect(states.at(-1)).toBe('COMPLETED');
  });

  it('goes on when its card cannot be edited for a moment', async () => {
    const { fixture, ask, seen, breakCard } = get();
    const asked = await ask();
    await breakCard(asked);
    const job = await fixture.engine.settled(asked.id);
    const { states, cards, files } = await seen(job);
    expect(job.state).toBe('done');
    expect({ cards, files: files.length }).toEqual({ cards: 1, files: 1 });
    expect(states.at(-1)).toBe('COMPLETED');
  });
}
