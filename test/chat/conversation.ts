/** What is true of the conversation on every chat. Each chat's test calls it once with its own driver. */
import { hostname } from 'node:os';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { acts } from '../../src/chat/action.ts';
import { models } from '../../src/models/index.ts';
import { decidedTogether } from './decided.ts';
import type { Answer, ChatDriver, Doing, Sent, Where, Who } from './driver.ts';
import { paidTogether } from './paid-together.ts';

/** Of the next request that the lab takes. */
const held = { processingMs: 600_000, aside: true };
/** As `upscale x2` is understood. */
const asked = { model: 'esrgan', settings: { scale: 2 } };
/** What is said of a job that is not theirs to know. */
const unknown = 'This job is no longer known.';

/** @param get gives the driver, which is set up by the file's beforeAll; ESRGAN costs 9 there, by the owner's price. */
export function conversation(get: () => ChatDriver): void {
  /** The newest job of a person after they have said something. */
  async function jobOf(it: Doing): Promise<string> {
    const { engine, person } = get();
    const [job] = await engine.jobs(person(it), 1);
    if (!job) throw new Error('there is no job');
    return job.id;
  }
  async function ask(it: Doing & { author?: Who; text?: string; file?: Sent }): Promise<string> {
    const { person, engine, say } = get();
    const before = (await engine.jobs(person(it), 1)).at(0)?.id;
    const answer = await say({ text: 'upscale x2', file: 'picture', ...it });
    const job = (await engine.jobs(person(it), 1)).at(0)?.id;
    if (!job || job === before) throw new Error(`no job was made: ${answer.toThem} ${answer.toAll}`);
    return job;
  }
  /** A job that has ended well. */
  async function done(it: Doing & { author?: Who; text?: string; file?: Sent }): Promise<string> {
    const job = await ask(it);
    await get().engine.settled(job);
    return job;
  }
  /** A job that the provider has, and that its card says so of. */
  async function running(it: Doing): Promise<string> {
    const { lab, states } = get();
    lab.behave(held);
    const job = await ask(it);
    // From then on its buttons stay as they are.
    await expect.poll(() => states(job)).toContain('PROCESSING');
    return job;
  }
  /** What the address in a message leads to; undefined where there is none, or nothing behind it. */
  async function pageIn(said: string) {
    const { engine, publicUrl = 'https://nobody.example' } = get();
    const [address] = said.match(/https:[^\s)|>]+\/view\/[^\s)|>]+/) ?? [];
    if (address?.startsWith(publicUrl) !== true) return undefined;
    const page = await engine.pages.open(address.slice(publicUrl.length));
    return page && { kind: page.kind, jobs: page.jobs.map(({ id }) => id) };
  }
  async function end(job: string): Promise<void> {
    const { engine } = get();
    await engine.cancel(job);
    await engine.settled(job);
  }
  const setLimits = (changes: Record<string, string>) =>
    get().engine.credits.setLimits({ ...get().person({ who: 'admin' }), admin: true }, changes);

  describe('a request', () => {
    it.each(models.map(({ command, takes }) => [command, takes] as const))(
      '%s runs from words to one file, on one card',
      async (command, takes) => {
        const { say, engine, states, files } = get();
        await say({ who: 'ann', text: command, file: takes === 'image' ? 'picture' : 'video' });
        let id = await jobOf({ who: 'ann' });
        const read = await engine.read(id);
        if (read?.model !== models.find((it) => it.command === command)?.name) {
          // It is above what people are asked about: the price is agreed to first.
          throw new Error('the price is asked for although nobody wants to be asked');
        }
        ({ id } = await engine.settled(id));
        expect(states(id)).toEqual(['QUEUED', 'PROCESSING', 'COMPLETED']);
        expect(files(id)).toHaveLength(1);
      },
    );

    it('has a whole card from the start, whose Cancel is heard before there is a job', async () => {
      const { opening, press, engine, person } = get();
      const { line = '' } = (await engine.preview({ ...person({ who: 'ann' }), ...asked })) ?? {};
      const job = await running({ who: 'ann' });
      const shown = opening(job);
      await end(job);
      for (const part of [line, 'Larger picture ×2', 'at most 9 credits', 'free to cancel'])
        expect(shown).toContain(part);
      const { id = '' } = (await engine.preview({ ...person({ who: 'ann' }), ...asked })) ?? {};
      expect((await press({ who: 'bob', act: 'cancel', id })).toThem).toContain(unknown);
      expect((await press({ who: 'ann', act: 'cancel', id })).toThem).toContain('It is being cancelled.');
    });

    it('is answered with what is wrong with it, and nothing is made', async () => {
      const { say } = get();
      const both = async (text: string, file?: 'picture' | 'video') => {
        const { toThem, toAll } = await say({ who: 'ann', text, ...(file && { file }) });
        return `${toThem}\n${toAll}`;
      };
      expect(await both('upscale x3', 'picture')).toContain('scale must be 2, 4 or 8');
      expect(await both('upscale x2', 'video')).toContain('This needs a picture, but the file is a video.');
      expect(await both('upscale sideways', 'picture')).toContain('no setting or model called sideways');
      expect(await both('', 'picture')).toContain('What should be done with it?');
      expect(await both('help upscale')).toContain('9 credits');
      expect(await both('help')).toContain('9 credits');
    });
  });

  describe('common words', () => {
    const said = async (text: string, file?: 'picture' | 'video', where?: Where) => {
      const { toThem, toAll } = await get().say({
        who: 'ann',
        text,
        ...(file && { file }),
        ...(where && { where }),
      });
      return `${toThem}\n${toAll}`;
    };

    it('lead to the command that they mean', async () => {
      const job = await ask({ who: 'ann', text: 'make this larger, please' });
      expect(await get().engine.read(job)).toMatchObject({ model: 'esrgan' });
    });

    it('lead to what can be meant where that is not clear, and nothing is made', async () => {
      const before = await jobOf({ who: 'ann' });
      expect(await said('enhance', 'picture')).toContain('What should be done with it?');
      expect(await said('slow motion', 'video')).toContain('as fast as it is');
      expect(await said('smooth 4', 'video')).toContain('x4 (frame multiplier) or 4 fps');
      expect(await jobOf({ who: 'ann' })).toBe(before);
    });

    it('that ask for nothing are answered all the same', async () => {
      for (const where of ['here', 'direct'] as const) {
        expect(await said('hello', undefined, where)).toContain('I make pictures and videos larger');
        expect(await said('thanks!', undefined, where)).toContain('You are welcome');
        expect(await said('what can you do?', undefined, where)).toContain('9 credits');
        expect(await said('hlep', undefined, where)).toMatch(/did you mean .*help/);
      }
    });
  });

  describe('a price', () => {
    it('is agreed to first where it is high, once, and by its person alone', async () => {
      const { say, press, engine } = get();
      await setLimits({ confirm_above: '5' });
      try {
        const before = await jobOf({ who: 'ann' });
        const asked = await say({ who: 'ann', text: 'upscale x2', file: 'picture' });
        expect(await jobOf({ who: 'ann' })).toBe(before);
        expect(`${asked.toThem}${asked.toAll}`).toContain('at most 9 credits');
        const run = asked.actions.find(({ act }) => act === 'run');
        if (!run) throw new Error('there is no button to run it');
        expect((await press({ who: 'bob', ...run })).toThem).toContain(
          'Only the person who asked can do that.',
        );
        await Promise.all([press({ who: 'ann', ...run }), press({ who: 'ann', ...run })]);
        const job = await jobOf({ who: 'ann' });
        expect(job).not.toBe(before);
        expect((await engine.settled(job)).charged).toBeLessThanOrEqual(9_000);
        const dropped = await say({ who: 'ann', text: 'upscale x2', file: 'picture' });
        const drop = dropped.actions.find(({ act }) => act === 'drop');
        if (!drop) throw new Error('there is no button to drop it');
        await press({ who: 'ann', ...drop });
        expect(await jobOf({ who: 'ann' })).toBe(job);
      } finally {
        await setLimits({ confirm_above: 'none' });
      }
    });

    it('is said to others without what its person has, and so is a refusal', async () => {
      const { say, engine, person } = get();
      await engine.credits.statement(person({ who: 'bob' }));
      await setLimits({ monthly: '1.25', confirm_above: '5' });
      try {
        const asked = await say({ who: 'bob', text: 'upscale x2', file: 'picture' });
        expect(asked.toAll).not.toMatch(/you have \d|1\.25/);
        await setLimits({ confirm_above: 'none' });
        const refused = await say({ who: 'bob', text: 'upscale x2', file: 'picture' });
        expect(refused.toAll).not.toMatch(/you have 1|1\.25/);
        expect(`${refused.toThem}${refused.toAll}`).toMatch(/credits/);
      } finally {
        await setLimits({ monthly: 'none', confirm_above: 'none' });
      }
    });
  });

  describe('a taste test', () => {
    const ann = { who: 'ann' } as const;
    const said = ({ toThem, toAll }: Answer) => `${toThem}${toAll}`;

    it('says what all ways cost, runs them by one press, and shows those that came to something', async () => {
      const { say, press, engine, lab, person, files, posted, card } = get();
      expect(said(await say({ ...ann, text: 'try the roof', file: 'picture' }))).toContain('no part called');
      const before = (await engine.jobs(person(ann), 100)).length;
      const asked = await say({ ...ann, text: 'try', file: 'picture' });
      for (const part of ['Taste test of ', 'Larger ×4: 9 credits', '345.8 credits', 'by the run'])
        expect(said(asked)).toContain(part);
      expect(await engine.jobs(person(ann), 100)).toHaveLength(before);
      const [run, fewer] = asked.actions.filter(({ act }) => act === 'run');
      if (!run || !fewer) throw new Error('there is no button to run it');
      lab.behave({ fail: 'it cannot be done' });
      const two = asked.actions.find(({ argument }) => argument === '0');
      await Promise.all([press({ ...ann, ...(two ?? run) }), press({ ...ann, ...(two ?? run) })]);
      await expect.poll(async () => (await engine.jobs(person(ann), 100)).length).toBe(before + 2);
      const jobs = (await engine.jobs(person(ann), 2)).reverse();
      const id = jobs[0]?.batch?.id ?? '';
      const read = async () => Promise.all(jobs.map(async (job) => (await engine.read(job.id)) ?? job));
      await expect.poll(async () => (await read()).every(({ notified }) => notified)).toBe(true);
      const over = await read();
      const failed = over.filter(({ state }) => state === 'failed');
      expect(failed).toHaveLength(1);
      expect(failed[0]).toMatchObject({ hold: 'released' });
      await expect.poll(() => card(id)).toContain('1 of 2 done · 1 failed');
      expect(card(id)).toMatch(/Taste test of (small|cat)\.jpg/);
      await expect.poll(() => files(id)).toHaveLength(1);
      expect(await sharp(files(id)[0]).metadata()).toMatchObject({ format: 'jpeg', width: 1200 });
      for (const part of ['most detail', 'Plain enlargement', '% faithful', 'Nothing came of it'])
        expect(posted(id)).toContain(part);

      // The whole picture by exactly what the tile had.
      const tile = over.find(({ state }) => state === 'done');
      const whole = { act: 'whole', id, argument: String((tile?.batch?.position ?? 0) + 1) } as const;
      await Promise.all([press({ who: 'bob', ...whole }), press({ who: 'bob', ...whole })]);
      await expect
        .poll(async () => (await engine.jobs(person({ who: 'bob' }), 1))[0]?.model)
        .toBe(tile?.model);
      const [own, older] = await engine.jobs(person({ who: 'bob' }), 2);
      expect(own).toMatchObject({ settings: tile?.settings });
      expect(own?.batch).toBeUndefined();
      expect(older?.createdAt ?? 0).toBeLessThan((own?.createdAt ?? 0) - 2_000);
      expect(said(await press({ who: 'bob', where: 'there', ...whole }))).toContain(unknown);

      // One vote for each, which can be changed.
      for (const [who, argument] of [
        ['ann', '0'],
        ['bob', '0'],
        ['bob', '1'],
      ] as const)
        expect(said(await press({ who, act: 'vote', id, argument }))).toContain('Your vote is for');
      await expect.poll(() => card(id)).toMatch(/Votes: 1 for 1\. Plain enlargement, 1 for 2\. Larger ×4/);
      expect(said(await press({ ...ann, act: 'vote', id, argument: '9' }))).toContain('no such way');
      expect(said(await press({ who: 'bob', where: 'there', act: 'vote', id, argument: '0' }))).toContain(
        unknown,
      );
    });
  });

  describe('a recipe', () => {
    const ann = { who: 'ann' } as const;
    const said = ({ toThem, toAll }: Answer) => `${toThem}${toAll}`;
    const twice = { ...ann, text: 'upscale x2 then upscale x4' };

    it('is typed with its steps, and comes as one result of all of them; a mistake names its step', async () => {
      const { say, press, engine, person, files, posted, card, actions } = get();
      const newest = async () => (await engine.jobs(person(ann), 1)).at(0)?.id;
      const before = await newest();
      for (const [text, why] of [
        ['upscale x2 then upscael x4', /Step 2: .*upscale/],
        [
          'upscale x2 -> smooth',
          /Step 2, Smoother video \(FILM\), takes a video, and step 1 gives a picture\./,
        ],
        ['upscale then upscale then upscale then upscale then upscale', /2 to 4 steps, and this one has 5/],
      ] as const)
        expect(said(await say({ ...ann, text, file: 'picture' }))).toMatch(why);
      expect(await newest()).toBe(before);
      const job = await done(twice);
      const [first] = (await engine.batch(job))?.jobs ?? [];
      await expect.poll(() => files(job)).toHaveLength(1);
      const { width = 0 } = await sharp(files(job)[0]).metadata();
      expect(width).toBe(8 * (first?.sourceFile?.width ?? 0));
      expect(posted(job)).toContain('arger picture ×4 after larger picture ×2');
      await expect.poll(() => card(job)).toMatch(/[✓]|COMPLETED/);
      expect(files(first?.id ?? '')).toHaveLength(0);
      await expect.poll(() => actions(job)).toContain('next');

      // All of it is kept under a name, and run by that.
      const saved = await press({ ...ann, act: 'preset', id: job, text: 'both' });
      expect(saved.toThem).toContain('Larger picture ×2, then larger picture ×4');
      const again = await done({ ...ann, text: '@both' });
      expect(await engine.batch(again)).toMatchObject({
        jobs: [{ settings: { scale: 2 } }, { settings: { scale: 4 } }],
      });
      await say({ ...ann, text: 'presets remove both' });
      expect((await engine.jobs(person(ann), 2)).map(({ id }) => id)).toEqual([again, job]);
    });

    it('is gone on with from where it stopped, once; a stranger to the place learns nothing of it', async () => {
      const { press, engine, lab, files, card, actions } = get();
      lab.behave({});
      lab.behave({ fail: 'it cannot be done' });
      const job = await done(twice);
      await expect.poll(() => card(job)).toContain('It stopped at step 2');
      await expect.poll(() => actions(job)).toEqual(['resume']);
      expect(files(job)).toHaveLength(0);
      const resume = { act: 'resume', id: job, argument: '@9000' } as const;
      expect(said(await press({ who: 'bob', where: 'there', ...resume }))).toContain(unknown);
      const count = lab.submits().length;
      await Promise.all([press({ ...ann, ...resume }), press({ ...ann, ...resume })]);
      const rest = await jobOf(ann);
      expect(rest).not.toBe(job);
      await engine.settled(rest);
      expect(lab.submits()).toHaveLength(count + 1);
      await expect.poll(() => files(rest)).toHaveLength(1);
      expect((await engine.batch(rest))?.jobs.map(({ hold }) => hold)).toEqual(['settled', 'settled']);
    });

    it('is priced as a whole before anything runs, and a step more is a press away; what goes on is cancelled at once', async () => {
      const { say, press, engine, lab, states, card } = get();
      await setLimits({ confirm_above: '5' });
      try {
        const one = await say({ ...ann, text: 'upscale x2', file: 'picture' });
        const step = one.actions.find(({ act }) => act === 'step');
        if (!step) throw new Error('there is no button for a step more');
        expect((await press({ who: 'bob', ...step })).toThem).toContain('Only the person who asked');
        const choice = await press({ ...ann, ...step });
        const [next] = choice.actions.filter(({ argument }) => argument === 'esrgan');
        if (!next) throw new Error('no step is offered');
        // Where it takes the place of what was pressed, a driver sees nothing new.
        const instead = said(await press({ ...ann, ...next }));
        if (instead !== '') expect(instead).toContain('All 2 steps cost at most 18 credits');
        const priced = await say({ ...ann, text: 'upscale x2 then upscale x2', file: 'picture' });
        for (const part of [/costs? at most 18 credits/, /Larger picture ×2: 9 credits/])
          expect(said(priced)).toMatch(part);
        const run = priced.actions.find(({ act }) => act === 'run');
        if (!run) throw new Error('there is no button to run it');
        lab.behave(held);
        await press({ ...ann, ...run });
        const job = await jobOf(ann);
        await expect.poll(() => states(job)).toContain('PROCESSING');
        await expect.poll(() => card(job)).toContain('waits for the step before it');
        const asked = await press({ ...ann, act: 'stop', id: job });
        expect(said(asked)).toContain('still costs up to 9 credits');
        await press({ ...ann, act: 'stop', id: job, argument: 'sure' });
        for (const { id } of (await engine.batch(job))?.jobs ?? []) await engine.settled(id);
        expect((await engine.batch(job))?.jobs.map(({ state, charged }) => [state, charged])).toEqual([
          ['cancelled', 9_000],
          ['cancelled', 0],
        ]);
      } finally {
        await setLimits({ confirm_above: 'none' });
      }
    });
  });

  describe('several files at once', () => {
    const ann = { who: 'ann' } as const;
    const three = ['picture', 'broken', 'picture'] as const;
    /** The jobs of the newest album once there are so many, and the id that its card has. */
    async function album(count: number): Promise<{ id: string; jobs: string[] }> {
      const { engine, person } = get();
      const newest = async () => (await engine.jobs(person(ann), 1))[0]?.batch?.id ?? 'none';
      const jobs = async () => ((await engine.batch(await newest()))?.jobs ?? []).map((it) => it.id);
      await expect.poll(jobs).toHaveLength(count);
      return { id: await newest(), jobs: await jobs() };
    }

    it('are one card and one message, in which each can be gone on with; what failed is begun again from the card', async () => {
      const { say, engine, card, files, posted, press, person } = get();
      await say({ ...ann, text: 'upscale x2 all', file: three });
      const { id, jobs } = await album(2);
      for (const job of jobs)
        expect(await engine.settled(job)).toMatchObject({ state: 'done', charged: 500 });
      await expect.poll(() => card(id)).toContain('2 of 3 done · 1 failed');
      for (const part of ['Larger picture ×2, all 3', '2. broken.jpg', 'Nothing was charged'])
        expect(card(id)).toContain(part);
      expect(files(id)).toHaveLength(2);
      for (const job of jobs) expect(posted(job)).toBe(posted(id));
      expect(posted(id)).toContain('2 results');
      expect(await pageIn(posted(id))).toEqual(get().publicUrl && { kind: 'album', jobs });
      const more = await press({ ...ann, act: 'more', id: jobs[1] ?? '' });
      expect(more.actions.map(({ act }) => act)).toEqual(expect.arrayContaining(['next', 'again', 'change']));
      const before = (await engine.jobs(person(ann), 100)).length;
      const anew = await press({ ...ann, act: 'anew', id, argument: '1' });
      expect(`${anew.toThem}${anew.toAll}`).toContain('damaged');
      await press({ ...ann, act: 'again', id: jobs[0] ?? '' });
      expect(await engine.jobs(person(ann), 100)).toHaveLength(before + 1);
      const stranger = await press({ who: 'bob', where: 'there', act: 'anew', id, argument: '1' });
      expect(stranger.toThem).toMatch(/no longer known/);
    });

    it('are asked about once, with their sum, and run by one press', async () => {
      const { say, press, engine, person } = get();
      await setLimits({ confirm_above: '12' });
      try {
        const before = (await engine.jobs(person(ann), 100)).length;
        const asked = await say({ ...ann, text: 'upscale x2 all', file: three });
        expect(`${asked.toThem}${asked.toAll}`).toContain('18 credits');
        expect(`${asked.toThem}${asked.toAll}`).toContain('broken.jpg');
        expect(await engine.jobs(person(ann), 100)).toHaveLength(before);
        const run = asked.actions.find(({ act }) => act === 'run');
        if (!run) throw new Error('there is no button to run it');
        await Promise.all([press({ ...ann, ...run }), press({ ...ann, ...run })]);
        const { jobs } = await album(2);
        expect(await engine.jobs(person(ann), 100)).toHaveLength(before + 2);
        for (const job of jobs) expect((await engine.settled(job)).state).toBe('done');
      } finally {
        await setLimits({ confirm_above: 'none' });
      }
    });

    it('wait for each other’s turn, and are cancelled one by one or all, by who may', async () => {
      const { say, press, engine, lab } = get();
      await setLimits({ jobs_per_person: '1' });
      try {
        lab.behave(held);
        await say({ ...ann, text: 'upscale x2 all', file: ['picture', 'picture', 'picture'] });
        const { id, jobs } = await album(3);
        const states = async () =>
          (await Promise.all(jobs.map((job) => engine.read(job)))).map((it) => it?.state);
        await expect.poll(async () => (await states()).filter((it) => it === 'polling').length).toBe(1);
        const at = (await states()).indexOf('polling');
        const [one = '', ...others] = jobs.filter((_, index) => index !== at);
        await press({ ...ann, act: 'cancel', id: one });
        expect((await engine.settled(one)).state).toBe('cancelled');
        const refused = await press({ who: 'bob', act: 'stop', id });
        expect(refused.toThem).toMatch(/Only the person who asked|no longer known/);
        const asked = await press({ ...ann, act: 'stop', id });
        expect(asked.toThem).toContain('The provider already has 1 of these');
        expect((await states()).filter((it) => it !== 'cancelled')).toHaveLength(2);
        await press({ ...ann, act: 'stop', id, argument: 'sure' });
        for (const job of [jobs[at] ?? '', ...others])
          expect((await engine.settled(job)).state).toBe('cancelled');
      } finally {
        await setLimits({ jobs_per_person: 'none' });
      }
    });
  });

  describe('what cannot be paid', () => {
    it('is refused with nothing posted and nothing kept, and a price above the balance offers what is cheaper', async () => {
      const { say, press, engine, person, lab } = get();
      const bob = { who: 'bob' } as const;
      const submits = lab.submits().length;
      await setLimits({ monthly: '8.5' });
      try {
        const poor = await say({ ...bob, text: 'upscale x2', file: 'picture' });
        expect(`${poor.toThem}${poor.toAll}`).toMatch(/credits/);
        expect(poor.toAll).not.toMatch(/8\.5|0\.5/);
        // Others could pay it with them.
        expect(poor.actions.map(({ act }) => act)).toEqual(['chip', 'step', 'ask', 'reopen', 'drop']);
        await setLimits({ monthly: 'none', per_job: '50' });
        const dear = await say({ ...bob, text: 'clarity', file: 'picture' });
        expect(`${dear.toThem}${dear.toAll}`).toContain(
          'more than the 50 credits that one job may cost here',
        );
        const runs = dear.actions.filter(({ act }) => act === 'run');
        expect(runs.map(({ argument }) => argument)).toEqual(['0']);
        expect(dear.actions.map(({ act }) => act)).toEqual(['run', 'step', 'ask', 'reopen', 'drop']);
        const [cheaper, , , reopen] = dear.actions;
        if (!cheaper || !reopen) throw new Error('nothing was offered');
        expect((await press({ who: 'ann', ...reopen })).toThem).toContain(
          'Somebody else has filled this in.',
        );
        await press({ ...bob, ...cheaper });
        const [job] = await engine.jobs(person(bob), 1);
        expect(job).toMatchObject({ model: 'esrgan', price: 9_000 });
        await engine.settled(job?.id ?? '');
        expect(lab.submits().length).toBe(submits + 1);
      } finally {
        await setLimits({ monthly: 'none', per_job: 'none' });
      }
    });

    it('is the fourth job of three: said to its person, before there is a card of it', async () => {
      const { say, engine, person } = get();
      await setLimits({ jobs_per_person: '1' });
      const job = await running({ who: 'ann', where: 'there' });
      try {
        const refused = await say({ who: 'ann', where: 'there', text: 'upscale x2', file: 'picture' });
        expect(`${refused.toThem}${refused.toAll}`).toMatch(/jobs? on the way/);
        expect((await engine.jobs(person({ who: 'ann' }), 1)).at(0)?.id).toBe(job);
      } finally {
        await setLimits({ jobs_per_person: 'none' });
        await end(job);
      }
    });

    it('is a link to a private address, refused by what is written', async () => {
      const { say, engine, person } = get();
      const before = await engine.jobs(person({ who: 'ann' }), 1);
      const refused = await say({ who: 'ann', text: 'upscale x2 http://10.0.0.1/a.png' });
      expect(`${refused.toThem}${refused.toAll}`).toContain('a private or reserved address');
      expect(await engine.jobs(person({ who: 'ann' }), 1)).toEqual(before);
    });
  });

  describe('what will be lost', () => {
    const first = 'First of 3 pictures, stays still.';

    it('is on the card before the provider has it, and with the result', async () => {
      const { say, engine, lab, card, person } = get();
      const ann = { who: 'ann' } as const;
      lab.fault({ at: 'upload', kind: 'delay', ms: 1500 });
      await say({ ...ann, text: 'upscale x2', file: 'moving' });
      const [job] = await engine.jobs(person(ann), 1);
      const id = job?.id ?? '';
      await expect.poll(() => card(id)).toContain(first);
      expect(['accepted', 'queued']).toContain((await engine.read(id))?.state);
      expect((await engine.view(await engine.settled(id))).line).toContain(first);
    });

    it('is in the price, and others may read it', async () => {
      const { say, press } = get();
      await setLimits({ confirm_above: '5' });
      try {
        const asked = await say({ who: 'ann', text: 'upscale x2', file: 'moving' });
        expect(`${asked.toThem}${asked.toAll}`).toContain(first);
        const drop = asked.actions.find(({ act }) => act === 'drop');
        if (drop) await press({ who: 'ann', ...drop });
      } finally {
        await setLimits({ confirm_above: 'none' });
      }
    });

    it('is refused where the file type cannot hold it or nothing is gained, with what works beside it', async () => {
      const { say, press, engine, person, lab } = get();
      const ann = { who: 'ann' } as const;
      const submits = lab.submits().length;
      const refused = await say({ ...ann, text: 'smooth 8fps', file: 'video' });
      expect(`${refused.toThem}${refused.toAll}`).toContain('The video has 8 frames a second already');
      expect(lab.submits().length).toBe(submits);
      const retry = refused.actions.find(({ act }) => act === 'retry');
      expect(retry?.argument).toMatch(/^video-frame-interpolation\.output_fps\.16@\d+$/);
      if (retry) await press({ ...ann, ...retry });
      const [job] = await engine.jobs(person(ann), 1);
      expect(await engine.settled(job?.id ?? '')).toMatchObject({
        state: 'done',
        settings: { output_fps: 16 },
      });
    });
  });

  describe('what mends a failure', () => {
    it('is run by its button, once, and paid for once', async () => {
      const { lab, engine, press, actions, person } = get();
      const ann = { who: 'ann' } as const;
      lab.fault({ at: 'status', kind: 'answer', status: 200, body: { status: 'TIMEOUT' } });
      const job = await ask({ ...ann, text: 'upscale x4 png' });
      await engine.settled(job);
      await expect.poll(() => actions(job)).toEqual(['repair', 'change']);
      const submits = lab.submits().length;
      const mend = { ...ann, act: 'repair', id: job, argument: 'esrgan.scale.2@9000' } as const;
      await Promise.all([press(mend), press(mend)]);
      const [mended] = await engine.jobs(person(ann), 1);
      expect(mended).toMatchObject({ price: 9_000, settings: { output_format: 'png', scale: 2 } });
      expect(await engine.settled(mended?.id ?? '')).toMatchObject({ state: 'done', hold: 'settled' });
      expect(lab.submits().length).toBe(submits + 1);
    });

    it('can be an admin’s to allow: they are asked once, and what they grant is granted once', async () => {
      const { say, press, engine, person, told } = get();
      const bob = { who: 'bob' } as const;
      const poor = () => say({ ...bob, text: 'upscale x2', file: 'picture' });
      await setLimits({ monthly: '0', admin_channel: person(bob).channel ?? '' });
      try {
        const { granted } = await engine.credits.statement(person(bob));
        const ask = (await poor()).actions.find(({ act }) => act === 'ask');
        if (!ask) throw new Error('nobody can be asked');
        expect((await press({ who: 'ann', ...ask })).toThem).toContain('Somebody else has filled this in.');
        const asked = await press({ ...bob, ...ask });
        expect(asked.toAll).toContain('They have 0 credits: 9 credits are missing.');
        const grant = asked.actions.find(({ act }) => act === 'grant');
        if (!grant) throw new Error('nothing can be granted');
        // What the admins see may be there before the one who asked is told of it: that is not yet the second answer.
        await expect
          .poll(async () => {
            const { toThem, toAll, actions } = await press({ ...bob, ...ask });
            return [/within the last hour/.test(`${toThem}${toAll}`), actions];
          })
          .toEqual([true, []]);
        expect((await press({ who: 'ann', ...grant })).toThem).toContain('Only admins may do this.');
        const sure = await press({ who: 'admin', ...grant });
        expect(sure.toThem).toContain('Grant 9 credits to');
        expect((await engine.credits.statement(person(bob))).granted).toBe(granted);
        const [yes] = sure.actions;
        if (yes?.act !== 'grant') throw new Error('it is not asked about');
        await press({ who: 'admin', ...yes });
        await press({ who: 'admin', ...yes });
        expect((await engine.credits.statement(person(bob))).granted).toBe(granted + 9_000);
        await expect.poll(() => told('bob')).toContain('An admin granted you the 9 credits');
        await done(bob);
      } finally {
        await setLimits({ monthly: 'none', admin_channel: 'none' });
      }
    });
  });

  describe('who may', () => {
    const tries: [who: Who, where: Where, asked: Where, may: boolean][] = [
      ['ann', 'here', 'here', true],
      ['ann', 'there', 'here', true],
      ['bob', 'here', 'here', false],
      ['mod', 'here', 'here', true],
      ['mod', 'there', 'here', false],
      // Where they moderate, of a job in another channel.
      ['mod', 'here', 'there', false],
      ['admin', 'there', 'here', true],
      ['lead', 'here', 'here', false],
      ['ann', 'elsewhere', 'here', false],
      ['admin', 'elsewhere', 'here', false],
    ];
    it.each(tries)('cancel: %s, %s, a job %s: %s', async (who, where, asked, may) => {
      const { press, engine, idsByScope, noModerators } = get();
      const known = may && !(who === 'mod' && noModerators);
      // On a chat that gives a person one id everywhere their own job is theirs everywhere.
      const allowed = known || (who === 'ann' && where === 'elsewhere' && !idsByScope);
      const job = await running({ who: 'ann', where: asked });
      const answer = await press({ who, where, act: 'cancel', id: job, argument: 'sure' });
      expect((await engine.read(job))?.cancelRequested, answer.toThem).toBe(allowed);
      if (!allowed) expect(answer.toThem).toMatch(/no longer known|Only the person who asked/);
      await end(job);
    });

    it('cancel: whoever is in a group that was named an admin', async () => {
      const { press, engine, leads, noGroups } = get();
      if (noGroups) return;
      await setLimits({ admins: leads });
      try {
        const job = await running({ who: 'ann' });
        await press({ who: 'lead', where: 'there', act: 'cancel', id: job, argument: 'sure' });
        expect((await engine.read(job))?.cancelRequested).toBe(true);
        await end(job);
      } finally {
        await setLimits({ admins: 'none' });
      }
    });

    it('cancel says first what it still costs, by a button and by words', async () => {
      const { press, say, engine } = get();
      const job = await running({ who: 'ann' });
      const pressed = await press({ who: 'ann', act: 'cancel', id: job });
      expect(pressed.toThem).toContain('it still costs up to 9 credits');
      const typed = await say({ who: 'ann', where: 'direct', text: `jobs cancel ${job}` });
      expect(typed.toThem).toContain('it still costs up to 9 credits');
      expect((await engine.read(job))?.cancelRequested).toBe(false);
      const anyway = typed.actions.find(({ act }) => act === 'cancel');
      expect(anyway?.argument).toBe('sure');
      await press({ who: 'ann', where: 'direct', act: 'cancel', id: job, argument: 'sure' });
      expect((await engine.read(job))?.cancelRequested).toBe(true);
      await end(job);
    });

    it('reuse: where it was posted anybody, elsewhere its requester alone', async () => {
      const { press, engine, person } = get();
      const job = await done({ who: 'ann' });
      const count = async (who: Who) => (await engine.jobs(person({ who }), 100)).length;
      const before = await count('bob');
      await press({ who: 'bob', where: 'here', act: 'again', id: job });
      expect(await count('bob')).toBe(before + 1);
      expect(await count('bob')).toBe(before + 1);
      const own = await count('ann');
      await press({ who: 'ann', where: 'there', act: 'again', id: job });
      expect(await count('ann')).toBe(own + 1);
    });

    it('a made-up id opens nothing, and tells nobody whether there is such a job', async () => {
      const { press, say, engine, person, files } = get();
      const job = await done({ who: 'ann', text: 'clarity prompt="PLANTED"' });
      const none = '2222222';
      const paid = ['chip', 'pledge', 'pot'];
      // Two people: pressed twice by one, it might be a double press.
      const strangers = [
        { who: 'bob', where: 'there' } as const,
        { who: 'mod', where: 'elsewhere' } as const,
      ];
      const counts = async () => {
        const jobs = strangers.map((it) => engine.jobs(person(it), 100));
        return (await Promise.all(jobs)).map(({ length }) => length);
      };
      const before = await counts();
      const reused = await press({ who: 'bob', where: 'there', act: 'again', id: none });
      const decided = await press({ who: 'bob', where: 'there', act: 'cancel', id: none });
      for (const { toThem } of [reused, decided]) expect(toThem).toContain(unknown);
      for (const act of acts.filter(
        (each) =>
          ![
            'run',
            'drop',
            'reopen',
            'retry',
            'ask',
            'grant',
            'consent',
            'privacy',
            'offer',
            'step',
            ...paid,
          ].includes(each),
      ))
        for (const it of strangers) {
          const isSure = act === 'cancel' || act === 'stop' || act === 'remove';
          const argument = act === 'next' || act === 'repair' ? 'esrgan.4' : isSure ? 'sure' : undefined;
          const isReuse = [
            'again',
            'anew',
            'next',
            'repair',
            'change',
            'original',
            'moving',
            'compare',
            'try',
            'whole',
            'vote',
            'preset',
            'more',
            ...['fork', 'upvote', 'pick', 'fold', 'unfold', 'versions', 'resume'],
          ].includes(act);
          const answer = await press({ ...it, act, id: job, argument });
          expect(answer, `${act} ${it.where}`).toEqual(isReuse ? reused : decided);
        }
      const about = async (words: string, id: string) => {
        const { toThem, toAll } = await say({ who: 'mod', where: 'there', text: `jobs ${words}${id}` });
        return `${toThem}${toAll}`.replaceAll(id, 'ID');
      };
      for (const deed of ['show ', 'again ', 'resend ', 'cancel '])
        expect(await about(deed, job), deed).toContain(unknown);
      expect(await about('', job)).toBe(await about('', none));
      expect(await counts()).toEqual(before);
      expect(files(job)).toHaveLength(1);
      expect((await engine.read(job))?.removed).toBe(false);
    });

    it('a price that was asked for in another scope cannot be run or dropped, and is not known', async () => {
      const { say, press } = get();
      await setLimits({ confirm_above: '5' });
      try {
        const { actions } = await say({ who: 'ann', text: 'upscale x2', file: 'picture' });
        const run = actions.find(({ act }) => act === 'run');
        if (!run) throw new Error('there is no button to run it');
        for (const act of ['run', 'drop'] as const) {
          const real = await press({ who: 'bob', where: 'elsewhere', act, id: run.id });
          expect(real).toEqual(await press({ who: 'bob', where: 'elsewhere', act, id: '2222222' }));
        }
        const ran = await press({ who: 'ann', ...run });
        expect(ran.toThem).not.toContain('no longer');
      } finally {
        await setLimits({ confirm_above: 'none' });
      }
    });

    const removers: [who: Who, where: Where, may: boolean][] = [
      ['ann', 'here', true],
      ['bob', 'here', true],
      ['mod', 'here', true],
      ['mod', 'there', false],
      ['admin', 'here', true],
      ['lead', 'here', false],
    ];
    it.each(removers)('remove: %s %s: %s (bob posted the source)', async (who, where, given) => {
      const { press, engine, files, noModerators } = get();
      const may = given && !(who === 'mod' && noModerators);
      const job = await done({ who: 'ann', author: 'bob' });
      // It is asked once, and done then.
      const question = await press({ who, where, act: 'remove', id: job });
      expect((await engine.read(job))?.removed).toBe(false);
      if (may) expect(question.actions).toMatchObject([{ act: 'remove', argument: 'sure' }]);
      const answer = await press({ who, where, act: 'remove', id: job, argument: 'sure' });
      expect((await engine.read(job))?.removed, answer.toThem).toBe(may);
      expect(files(job)).toHaveLength(may ? 0 : 1);
    });

    it('see: their own; an admin all of the scope', async () => {
      const { say } = get();
      const job = await done({ who: 'ann' });
      const show = (who: Who) => say({ who, text: `jobs show ${job}` });
      expect((await show('ann')).toThem).toContain('COMPLETED');
      const refused = await show('bob');
      expect(`${refused.toThem}${refused.toAll}`).toContain(unknown);
      const known = (await show('admin')).toThem;
      expect(known).toContain('Waits for: nothing');
      // Which machine works at it is the owner's alone.
      // As a word: a short one stands in many an id by chance.
      expect(known).not.toMatch(new RegExp(`\\b${hostname().replace(/\W/g, '\\$&')}\\b`));
    });

    it('see: an admin what every job that is not over waits for, others are asked which', async () => {
      const { say } = get();
      const job = await running({ who: 'ann' });
      const all = (await say({ who: 'admin', text: 'jobs show' })).toThem;
      expect(all).toContain(job);
      expect(all).toContain('the provider');
      const answer = await say({ who: 'bob', text: 'jobs show' });
      const asked = `${answer.toThem}${answer.toAll}`;
      expect(asked).toContain('Say which job');
      expect(asked).not.toContain(job);
      await end(job);
    });

    it('resend: the requester; by an id alone others learn nothing', async () => {
      const { press } = get();
      const job = await done({ who: 'ann' });
      expect((await press({ who: 'bob', where: 'there', act: 'resend', id: job })).toThem).toContain(unknown);
      const again = await press({ who: 'ann', where: 'here', act: 'resend', id: job });
      expect(again.toThem).not.toContain(unknown);
    });
  });

  describe('a result', () => {
    it('that was removed is gone for everybody, and its source is its requester’s alone', async () => {
      const { press, say, actions, engine, person, posted, card } = get();
      const job = await done({ who: 'ann' });
      const said = posted(job);
      expect(await pageIn(said)).toEqual(get().publicUrl && { kind: 'result', jobs: [job] });
      expect(card(job)).not.toContain('/view/');
      expect(actions(job)).toContain('next');
      // What never moved is no GIF.
      expect(actions(job)).not.toContain('moving');
      const asked = { who: 'ann', act: 'moving', id: job, argument: 'gif' } as const;
      expect((await press(asked)).toThem).toContain('Only a video can be made a GIF');
      await press({ who: 'ann', act: 'remove', id: job, argument: 'sure' });
      // Nothing is left that would spend.
      await expect.poll(() => actions(job)).toEqual([]);
      expect(await pageIn(said)).toBeUndefined();
      const before = (await engine.jobs(person({ who: 'bob' }), 100)).length;
      for (const act of ['next', 'again', 'change', 'original'] as const)
        expect((await press({ who: 'bob', act, id: job })).toThem, act).toContain(unknown);
      expect((await engine.jobs(person({ who: 'bob' }), 100)).length).toBe(before);
      const resent = await say({ who: 'ann', where: 'direct', text: `jobs resend ${job}` });
      expect(resent.toThem).toContain('no longer kept');
    });

    it('of a picture that moved is had as it came, by whoever is there, once and for nothing', async () => {
      const { press, actions, files, lab, engine } = get();
      const job = await done({ who: 'ann', text: 'smooth', file: 'moving' });
      const submits = lab.submits().length;
      const { charged } = (await engine.read(job)) ?? {};
      await expect.poll(() => actions(job)).toContain('moving');
      const asked = { act: 'moving', id: job, argument: 'gif' } as const;
      const said = await Promise.all([press({ who: 'bob', ...asked }), press({ who: 'ann', ...asked })]);
      expect(said.map(({ toThem }) => toThem).join('\n')).toMatch(/is being made|is made once/);
      await expect.poll(() => files(job).length, { timeout: 20_000 }).toBe(2);
      const made = await sharp(files(job).find((it) => it.toString('latin1', 0, 3) === 'GIF')).metadata();
      expect(made).toMatchObject({ width: 32, height: 32, loop: 0 });
      expect(made.pages).toBeGreaterThan(3);
      expect(made.delay?.reduce((sum, each) => sum + each, 0)).toBe(600);
      expect(lab.submits().length).toBe(submits);
      expect(await engine.read(job)).toMatchObject({ charged, state: 'done' });
    });

    it('is set beside its source for whoever is there, once and for nothing, and goes with it', async () => {
      const { press, actions, files, posted, lab, engine } = get();
      const job = await done({ who: 'ann' });
      const submits = lab.submits().length;
      await expect.poll(() => actions(job)).toContain('compare');
      const asked = { act: 'compare', id: job, argument: 'picture' } as const;
      const said = await Promise.all([press({ who: 'bob', ...asked }), press({ who: 'ann', ...asked })]);
      expect(said.map(({ toThem }) => toThem).join('\n')).toMatch(/is being made|asked for a moment ago/);
      await expect.poll(() => files(job).length).toBe(2);
      const [bytes] = files(job)
        .filter((it) => it.readUInt16BE(0) === 0xffd8)
        .slice(-1);
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 1200 });
      await expect.poll(() => posted(job)).toMatch(/Before and after of .*\d % faithful/s);
      // Said to whoever cannot see it, too.
      expect(posted(job)).toContain('→');
      expect((await press({ who: 'bob', where: 'there', ...asked })).toThem).toContain(unknown);
      expect(lab.submits().length).toBe(submits);
      await press({ who: 'ann', act: 'remove', id: job, argument: 'sure' });
      await expect.poll(() => actions(job)).not.toContain('remove');
      await expect.poll(() => files(job)).toEqual([]);
      expect((await press({ who: 'ann', ...asked, argument: 'heat' })).toThem).toContain('no longer kept');
      expect(await engine.read(job)).toMatchObject({ state: 'done', removed: true });
    });

    it('is set beside its source by itself and without motion for whoever chose that, and never where a place says so', async () => {
      const { say, press, posted, files, actions } = get();
      const says = async (text: string) => {
        const { toThem, toAll } = await say({ who: 'ann', text });
        return `${toThem}${toAll}`;
      };
      expect(await says('preferences compare=perhaps')).toMatch(
        /cannot be .*perhaps.* off, button, always or/,
      );
      const older = await done({ who: 'ann' });
      await expect.poll(() => actions(older)).toContain('compare');
      expect(await says('preferences compare=always motion=reduced')).toMatch(/by themselves.*stands still/s);
      const asked = { who: 'ann', act: 'compare', id: older, argument: 'wipe' } as const;
      await press(asked);
      await expect.poll(() => files(older).length).toBe(2);
      expect(files(older).map((it) => it.toString('latin1', 4, 8))).not.toContain('ftyp');
      const job = await done({ who: 'ann' });
      await expect.poll(() => posted(job)).toMatch(/Before and after of .*\d % faithful/s);
      expect(files(job)).toHaveLength(2);
      await setLimits({ compare: 'off' });
      try {
        expect((await press(asked)).toThem).toContain('switched off here');
        expect(await says('preferences')).toContain('not set beside their sources');
        const later = await done({ who: 'ann' });
        await expect.poll(() => actions(later)).toContain('next');
        expect(actions(later)).not.toContain('compare');
      } finally {
        await setLimits({ compare: 'default' });
        await says('preferences compare=default motion=default');
      }
    });

    it('that could not be posted is posted after all, paid once, and everything says so', async () => {
      const { closeResults, press, say, engine, card, files, actions, person } = get();
      closeResults(true);
      let job: string;
      try {
        job = await done({ who: 'ann' });
        expect(await engine.read(job)).toMatchObject({ state: 'failed', hold: 'settled' });
        await expect.poll(() => actions(job)).toContain('resend');
      } finally {
        closeResults(false);
      }
      const balance = (await engine.credits.statement(person({ who: 'ann' }))).granted;
      await Promise.all([1, 2].map(() => press({ who: 'ann', act: 'resend', id: job })));
      await expect.poll(() => engine.read(job).then((read) => read?.state)).toBe('done');
      await engine.settled(job);
      expect(files(job)).toHaveLength(1);
      await expect.poll(() => card(job)).toContain('COMPLETED');
      expect((await say({ who: 'ann', text: 'jobs' })).toThem).toContain(`${job}`);
      expect((await say({ who: 'ann', where: 'direct', text: `jobs show ${job}` })).toThem).toContain(
        'COMPLETED',
      );
      expect((await engine.credits.statement(person({ who: 'ann' }))).granted).toBe(balance);
    });
  });

  describe('versions of one source', () => {
    const where = 'there';
    const treeOf = async (job: string) => {
      const tree = await get().engine.versions.of({ id: job });
      const number = tree?.versions.find((it) => it.job === job)?.number ?? '';
      return { tree, number };
    };
    const told = ({ toThem, toAll }: Answer) => `${toThem}\n${toAll}`;

    it('say what they are, take one vote of each person, and one is picked by whoever posted it', async () => {
      const { press, engine, person, posted, actions, files, folds = true } = get();
      // What nobody else has made anything of there.
      const one = await done({ who: 'bob', where, file: 'moving', author: 'ann' });
      await press({ who: 'ann', where, act: 'next', id: one, argument: 'esrgan.2' });
      const two = await jobOf({ who: 'ann', where });
      await engine.settled(two);
      const [{ tree, number: first }, { number }] = [await treeOf(one), await treeOf(two)];
      expect(number).toBe(`${first}.1`);
      await expect.poll(() => posted(two)).toContain(`${number} · from ${first} · `);
      expect(actions(two)).toContain('upvote');
      // The first was alone when it was posted.
      await expect.poll(() => actions(one)).toContain('upvote');
      expect(posted(one)).toContain(`${first} · from ${tree?.name} · Larger ×2`);

      const vote = async (who: Who, id: string, argument?: string) =>
        told(await press({ who, where, act: 'upvote', id, argument }));
      expect(await vote('bob', two)).toContain(`Your vote is for ${number}.`);
      expect(await vote('bob', two)).toContain(`Your vote is for ${number} already.`);
      expect(await vote('ann', one)).toContain(`Your vote is for ${first}.`);
      expect(await vote('ann', two)).toContain(`Your vote went from ${first} to ${number}.`);
      // What is said of it may stand in place of what was pressed.
      await vote('ann', two, 'back');
      expect([...((await treeOf(two)).tree?.votes ?? [])]).toEqual([
        [person({ who: 'bob' }).requester, number],
      ]);
      for (const act of ['upvote', 'fork'] as const)
        expect((await press({ who: 'bob', act, id: two })).toThem).toContain(unknown);

      const refused = 'Only whoever posted the source';
      expect(told(await press({ who: 'bob', where, act: 'pick', id: two }))).toContain(refused);
      const picked = await press({ who: 'ann', where, act: 'pick', id: two });
      expect(picked.toAll).toMatch(new RegExp(`${number} of ${tree?.name} is picked by .*1 vote`));
      expect(picked.actions.map(({ act }) => act)).toEqual([...(folds ? ['fold'] : []), 'versions']);
      expect(told(await press({ who: 'ann', where, act: 'pick', id: two }))).toContain('was picked before');

      expect(told(await press({ who: 'bob', where, act: 'fold', id: two }))).toContain(refused);
      const asked = await press({ who: 'ann', where, act: 'fold', id: two });
      if (folds) {
        expect(asked.actions).toMatchObject([{ act: 'fold', id: two, argument: 'sure' }]);
        await press({ who: 'ann', where, act: 'fold', id: two, argument: 'sure' });
        await expect.poll(() => actions(one)).toContain('unfold');
        expect(files(one)).toHaveLength(1);
        await press({ who: 'bob', where, act: 'unfold', id: one });
        await expect.poll(() => actions(one)).toContain('upvote');
      } else expect(told(asked)).toContain('They cannot be folded here');
      expect(files(one)).toHaveLength(1);
    }, 120_000);

    it('are shown and voted for by words, which say what is wrong with them', async () => {
      const { say, engine, person } = get();
      const tree = await engine.versions.newestIn(person({ who: 'bob', where }));
      const [{ number = '', did = '' } = {}] = tree?.versions ?? [];
      const shown = (await say({ who: 'bob', where, text: 'versions' })).toAll;
      expect(shown).toContain(`Versions of ${tree?.name}`);
      expect(shown).toMatch(new RegExp(`${number} from ${tree?.name}: ${did}, by .*, \\d votes?`));
      const typed = async (text: string) => told(await say({ who: 'bob', where, text }));
      expect(await typed(`versions vote ${number.slice(1)}`)).toMatch(/Your vote (is for|went from)/);
      expect(await typed('versions vote v999')).toContain('There is no version v999 here.');
      expect(await typed('versions burn')).toContain('Versions know no burn.');
      expect(await typed('versions pick')).toContain('Which one?');
      expect(told(await say({ who: 'lead', where: 'direct', text: 'versions' }))).toContain(
        'Nothing was made here',
      );
    });
  });

  describe('a preset', () => {
    const said = async (it: Doing & { text: string; file?: Sent }) => {
      const { toThem, toAll, actions } = await get().say(it);
      return { text: `${toThem}\n${toAll}`, actions };
    };
    const newest = async (it: Doing) => (await get().engine.jobs(get().person(it), 1)).at(0);
    const ann = { who: 'ann' } as const;

    it('keeps the settings of a result under a name, which counts before the one for everybody', async () => {
      const { press, say, actions } = get();
      const job = await done({ ...ann, text: 'upscale x2 png' });
      await expect.poll(() => actions(job)).toContain('next');
      const save = { ...ann, act: 'preset', id: job } as const;
      expect((await press({ ...save, text: 'no spaces!' })).toThem).toContain('cannot be a name');
      const saved = await press({ ...save, text: 'Constructor' });
      expect(saved.toThem).toMatch(/Saved as .?constructor.?: Larger picture ×2 · File type PNG/);
      expect((await said({ ...ann, text: 'presets' })).text).toMatch(/@constructor.*Larger picture ×2/);
      // What is typed beside it counts before it.
      await say({ ...ann, text: '@constructor x4', file: 'picture' });
      expect(await newest(ann)).toMatchObject({
        model: 'esrgan',
        settings: { scale: 4, output_format: 'png' },
      });
      const taken = await press({ ...save, text: 'constructor' });
      expect(taken.toThem).toContain('already');
      expect(taken.actions).toMatchObject([{ act: 'preset', argument: 'own.constructor' }]);
      const all = { act: 'preset', id: 'constructor', argument: 'all' } as const;
      expect((await press({ ...ann, ...all })).toThem).toContain('Only admins may do this.');
      const forAll = await said({ who: 'admin', text: 'presets save constructor for everybody upscale x8' });
      expect(forAll.text).toContain('Saved for everybody here');
      await say({ who: 'bob', text: 'upscale @constructor', file: 'picture' });
      expect(await newest({ who: 'bob' })).toMatchObject({ settings: { scale: 8 } });
      await say({ ...ann, text: 'upscale @constructor', file: 'picture' });
      expect(await newest(ann)).toMatchObject({ settings: { scale: 2 } });
      expect((await said({ ...ann, text: 'presets' })).text).toContain('yours counts');
      expect((await said({ who: 'bob', text: 'presets remove constructor' })).text).toContain('an admin');
      await said({ ...ann, text: 'presets remove constructor' });
      await said({ who: 'admin', text: 'presets remove constructor for everybody' });
      expect((await said({ ...ann, text: 'presets' })).text).toContain('no presets here yet');
    });

    it('is taken elsewhere by a code that tells nothing but what it does', async () => {
      const { press } = get();
      await said({ ...ann, text: 'presets save glow clarity prompt="soft light"' });
      const shared = await said({ ...ann, text: 'presets share glow' });
      const [, code = ''] = /take ([a-z0-9]{10})/.exec(shared.text) ?? [];
      const bob = { who: 'bob', where: 'direct' } as const;
      const taken = await said({ ...bob, text: `presets take ${code} as soft` });
      expect(taken.text).toMatch(/Saved as .?soft.?: .*soft light/);
      const again = await said({ ...bob, text: `presets take ${code} as soft` });
      const take = { act: 'preset', id: code, argument: 'take.soft' } as const;
      expect(again.actions).toMatchObject([take]);
      const elsewhere = await press({ who: 'mod', where: 'elsewhere', ...take });
      expect(elsewhere.toThem).toMatch(/Saved as .?soft.?: .*soft light/);
      expect((await said({ ...bob, text: 'presets take 2222222222' })).text).toContain('is not known');
      expect((await said({ ...bob, text: 'presets take 12' })).text).toContain('no code of a preset');
    });

    it('that cannot be used is refused with what to do, and nothing is made', async () => {
      const { engine, person } = get();
      const before = (await newest(ann))?.id;
      const refused: [text: string, says: RegExp, file?: Sent][] = [
        ['upscale @glwo', /did you mean .?glow/],
        ['upscale @nothing', /There is no preset .?nothing/],
        ['upscale @glow', /is for .*clarity @glow/],
        ['@glow', /This needs a picture, but the file is a video/, 'video'],
        ['presets save glow upscale x2', /already.*write .?replace/],
        ['presets save glow replace upscale x3', /scale must be 2, 4 or 8/],
        ['presets save everyone upscale x2', /cannot be a name/],
        ['presets rename glow a b', /one word too many/],
        ['presets sahre glow', /did you mean .?presets share/],
      ];
      for (const [text, says, file = 'picture'] of refused)
        expect((await said({ ...ann, text, file })).text, text).toMatch(says);
      // As a model that has changed leaves it.
      const { platform, scope, requester } = person(ann);
      const place = get().idsByScope ? scope : platform;
      const old = { model: 'esrgan', settings: { scale: 3 } };
      await engine.presets.save({ place, person: requester }, 'old', old, { replace: false });
      expect((await said({ ...ann, text: '@old', file: 'picture' })).text).toMatch(/no longer fits.*scale/);
      expect((await newest(ann))?.id).toBe(before);
      await said({ ...ann, text: 'presets rename glow dim' });
      expect((await said({ ...ann, text: 'presets' })).text).toMatch(/@dim.*@old.*no longer fits/s);
    });
  });

  describe('the owner’s say', () => {
    const ann = { who: 'ann' } as const;
    const bob = { who: 'bob' } as const;
    const ofBobs = { ...ann, text: 'upscale x2', file: 'picture', author: 'bob' } as const;
    const both = ({ toThem, toAll }: Answer) => `${toThem}\n${toAll}`;
    const newest = async (who: Who = 'ann') => (await get().engine.jobs(get().person({ who }), 1)).at(0)?.id;
    const bobSays = async (say: string) => both(await get().say({ ...bob, text: `privacy ${say}` }));
    /** What is asked of bob, for ann. */
    async function consent(): Promise<string> {
      const asked = await get().say(ofBobs);
      const { id } = asked.actions.find(({ act }) => act === 'consent') ?? {};
      if (id === undefined) throw new Error(`nobody is asked: ${both(asked)}`);
      return id;
    }

    it('nobody: it is refused before anything is fetched; their own pictures are not concerned', async () => {
      const { say, press, fetched } = get();
      expect(await bobSays('nobdy')).toMatch(/did you mean .?privacy nobody/);
      expect(await bobSays('nobody')).toContain('Nobody else may enhance');
      try {
        const [before, files] = [await newest(), fetched()];
        expect(both(await say(ofBobs))).toContain('does not let others enhance their pictures');
        expect(fetched()).toBe(files);
        const own = await done(bob);
        const again = await press({ ...ann, act: 'again', id: own });
        expect(again.toThem).toContain('does not let others enhance their pictures');
        expect(await newest()).toBe(before);
        const choices = await press({ ...bob, act: 'privacy', id: 'mine' });
        expect(choices.actions.map(({ argument }) => argument)).toEqual(['anyone', 'ask']);
        const [anyone] = choices.actions;
        if (anyone) expect((await press({ ...bob, ...anyone })).toThem).toContain('Anybody here may');
        await done(ofBobs);
      } finally {
        await bobSays('anyone');
      }
    });

    it('ask me: allowed by them alone it is one run of whoever asked, and says whose picture it is', async () => {
      const { press, engine, fetched, card, person } = get();
      await bobSays('ask');
      try {
        const [before, files] = [await newest(), fetched()];
        const id = await consent();
        const { reserved } = await engine.credits.statement(person(ann));
        expect([await newest(), fetched(), reserved]).toEqual([before, files, 0]);
        const yes = { act: 'consent', id, argument: 'yes' } as const;
        for (const who of ['ann', 'admin'] as const)
          expect((await press({ who, ...yes })).toThem).toContain('Only whoever posted the picture');
        await Promise.all([press({ ...bob, ...yes }), press({ ...bob, ...yes })]);
        await expect.poll(() => newest()).not.toBe(before);
        const job = (await newest()) ?? '';
        expect(await engine.settled(job)).toMatchObject({ state: 'done', requester: person(ann).requester });
        expect((await engine.jobs(person(ann), 2)).at(1)?.id).toBe(before);
        for (const who of ['bob', 'ann'] as const)
          expect((await press({ who, ...yes })).toThem).toContain('answered already');
        await expect.poll(() => card(job)).toMatch(/\bby\b/);
        await press({ ...bob, act: 'consent', id: await consent(), argument: 'always' });
        await expect.poll(() => newest()).not.toBe(job);
        await done(ofBobs);
        const { requester, scope } = person(bob);
        await engine.says.disallow({ requester, scope }, person(ann).requester);
      } finally {
        await bobSays('anyone');
      }
    });

    it('ask me: who says no, and who says nothing for ten minutes, lets nothing run, and it is told', async () => {
      const { press, told, later, engine } = get();
      await bobSays('ask');
      try {
        const before = await newest();
        await press({ ...bob, act: 'consent', id: await consent(), argument: 'no' });
        await expect.poll(() => told('ann')).toContain('would rather not have it enhanced');
        const id = await consent();
        await later(11 * 60_000);
        await expect.poll(() => engine.consents.read(id)).toBeUndefined();
        await expect.poll(() => told('ann')).toContain('did not answer within ten minutes');
        const late = await press({ ...bob, act: 'consent', id, argument: 'yes' });
        expect(late.toThem).toContain('answered already');
        expect(await newest()).toBe(before);
      } finally {
        await bobSays('anyone');
      }
    });

    it('what was made of a picture goes when that is deleted, also what was made of a result', async () => {
      const { press, engine, deleteSource, files, told, actions } = get();
      const job = await done(ofBobs);
      await expect.poll(() => actions(job)).toContain('next');
      await press({ who: 'mod', act: 'next', id: job, argument: 'esrgan.4' });
      const second = (await newest('mod')) ?? '';
      expect(await engine.settled(second)).toMatchObject({ state: 'done' });
      await deleteSource(job);
      for (const id of [job, second]) {
        await expect.poll(() => engine.read(id)).toMatchObject({ removed: true });
        await expect.poll(() => files(id)).toEqual([]);
      }
      await expect.poll(() => told('ann')).toContain('was deleted, so what was made of it');
    });
  });

  paidTogether(get);

  describe('rules and accounts', () => {
    it('a model that is denied in a channel does not run in a thread of it', async () => {
      const { say, engine, person } = get();
      const admin = { ...person({ who: 'admin' }), admin: true };
      const { channel } = person({ who: 'ann', where: 'here' });
      const rule = { model: 'esrgan', ...(channel !== undefined && { channel }) };
      await engine.credits.setRule(admin, rule, 'deny');
      let instead: Answer['actions'][number] | undefined;
      try {
        for (const where of ['here', 'thread'] as const) {
          const { toThem, toAll, actions } = await say({
            who: 'ann',
            where,
            text: 'upscale x2',
            file: 'picture',
          });
          expect(`${toThem}${toAll}`, where).toContain('is switched off here');
          [instead] = actions;
        }
        // What does the same there is offered, and runs as it was asked for.
        if (instead?.act !== 'retry') throw new Error('nothing is offered instead');
        await get().press({ who: 'ann', where: 'thread', ...instead });
        const [job] = await engine.jobs(person({ who: 'ann', where: 'thread' }), 1);
        expect(job).toMatchObject({ model: 'clarityai-flux-upscaler' });
        await end(job?.id ?? '');
      } finally {
        await engine.credits.setRule(admin, rule, undefined);
      }
    });

    it('credits are shown and moved by words, and the answer is for the one who asks alone', async () => {
      const { say, engine, person } = get();
      const shown = await say({ who: 'bob', text: 'credits' });
      expect(shown.toThem).toContain('Available');
      expect(shown.toAll).not.toContain('Available');
      const refused = await say({ who: 'bob', where: 'direct', text: 'credits limits monthly=50' });
      expect(refused.toThem).toContain('Only admins may do this.');
      const { limits } = await engine.credits.policy(person({ who: 'bob' }));
      expect(limits.monthly).not.toBe(50_000);
      // What was done is said, and what it was before; not the whole table.
      const set = async (value: string) => {
        const answer = await say({ who: 'admin', text: `credits limits per_job=${value}` });
        return `${answer.toThem}${answer.toAll}`.trim();
      };
      try {
        expect(await set('500')).toContain(
          'may now spend at most 500 credits on one job (before: no limit).',
        );
      } finally {
        const back = await set('default');
        expect(back).toContain('may now run jobs of any price (before: 500 credits).');
        // What was done, and at most what becomes of jobs on their way; not the whole table.
        expect(back.split('\n').length).toBeLessThan(3);
      }
    });

    it('the check says first that the lab stands in, and the help what a credit is', async () => {
      const { say } = get();
      const check = await say({ who: 'admin', text: 'check' });
      expect(`${check.toThem}${check.toAll}`.trim()).toMatch(
        /^The lab stands in for the models: .*SEGMIND_API_KEY/,
      );
      const help = await say({ who: 'ann', text: 'help' });
      // There are prices of the owner's here.
      expect(`${help.toThem}${help.toAll}`).toContain('1 credit is 1 US cent; the prices here are set by');
    });

    it('the help says which files can be posted, and what becomes of them', async () => {
      const { say } = get();
      for (const text of ['help files', 'which file types? help']) {
        const { toThem, toAll } = await say({ who: 'ann', text });
        const told = `${toThem}${toAll}`;
        expect(told).toMatch(/as they are: JPEG, PNG, WebP\./);
        expect(told).toMatch(/I convert first: [^.]*HEIC \(photos of an iPhone\)/);
        expect(told).toMatch(/I convert first: [^.]*AVI/);
        expect(told).toMatch(/50 megapixels, a video for .*upscale-video.* 60 s/);
      }
    });

    it('a word that is nearly a command is answered with it', async () => {
      const { say } = get();
      const { toThem, toAll } = await say({ who: 'ann', text: 'credts' });
      expect(`${toThem}${toAll}`).toMatch(/did you mean .*credits/);
      const deed = await say({ who: 'ann', where: 'direct', text: 'jobs cancle abc2345' });
      expect(deed.toThem).toContain('did you mean `jobs cancel`');
    });
  });

  decidedTogether(get);
}
