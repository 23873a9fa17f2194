/** What a source makes of a job: what is said before it is paid, what was left open, what is refused, what is not as expected. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { within } from '../../../src/async/deadline.ts';
import type { Command } from '../../../src/core/domain/command.ts';
import type { Job } from '../../../src/core/domain/job.ts';
import type { Behaviour } from '../../../src/lab/server/faults.ts';
import { type Fixture, mistakesInBooks, openFixture, recorder } from '../../helpers/fixture.ts';
import { movingPicture } from '../../helpers/moving-picture.ts';
import { ask, streamOf, until } from '../../helpers/requests.ts';
import { h264, heic, made } from '../../media/convert/samples.ts';

let fixture: Fixture;
let refunding: Fixture;
/** What the chat that is slow does before it shows what will be lost. */
let beforeShown = async (_id: string): Promise<void> => {};
const slow = { ...recorder('slow'), show: recorder('slow').show };
beforeAll(async () => {
  slow.show = async (_address, view) => {
    if (view.losses.length > 0 && !view.over) await beforeShown(view.id);
    slow.views.push(view);
  };
  [fixture, refunding] = await Promise.all([
    openFixture({ platforms: [slow] }),
    openFixture({ overrides: { refundsDifferences: true, lab: false } }),
  ]);
});
afterAll(() => Promise.all([fixture.close(), refunding.close()]));

const plain = (width: number, height: number, background = '#a52') =>
  sharp({ create: { width, height, channels: 3, background } });
/** Red on the left and green on the right; of the transparent one the left half is seen through. */
async function halves(width: number, height: number, options: { alpha?: number; turned?: boolean } = {}) {
  const { alpha = 1, turned = false } = options;
  const pixels = Array.from({ length: width * height }, (_, at) =>
    at % width < width / 2 ? [200, 0, 0, Math.round(alpha * 255)] : [0, 160, 0, 255],
  );
  const whole = sharp(Buffer.from(pixels.flat()), { raw: { width, height, channels: 4 } });
  const bytes = await (alpha === 1 ? whole.removeAlpha() : whole).png().toBuffer();
  return turned ? sharp(bytes).rotate(90).png().toBuffer() : bytes;
}
const kept = async (bytes: Buffer, { engine } = fixture) =>
  ({ kind: 'stored', ...(await engine.keep(streamOf(bytes))) }) as const;
const small = { size: '64x48', rate: 10 };
/** The lab answers at once, with this. */
const instead = (bytes: Buffer, type = 'image/png'): Behaviour => ({ instead: { bytes, type } });
const usual = { platform: 'recorder', address: null, scope: 'scope', requester: 'somebody' };
let keys = 0;
const commandOf = (command: Partial<Command>): Command => {
  keys += 1;
  return { ...usual, key: `loss-${keys}`, model: 'esrgan', settings: {}, source: undefined, ...command };
};
async function jobOf(command: Partial<Command>): Promise<Job> {
  const answer = await fixture.engine.request(commandOf(command));
  if (!('job' in answer)) throw new Error('a price was asked about');
  return answer.job;
}

describe('before it is paid', () => {
  it('a card says that of a picture that moves the first one is taken', async () => {
    fixture.lab.behave(instead(await halves(64, 64)));
    const job = await jobOf({ source: await kept(await movingPicture()) });
    const said = ['First of 3 pictures, stays still.'];
    // As it was made: the file was read before there was the job.
    expect(job).toMatchObject({ state: 'accepted', source: { record: { frames: 3 } } });
    expect((await fixture.engine.view(job)).losses).toEqual(said);
    await fixture.engine.settled(job.id);
    const views = fixture.platform.views.filter(({ id }) => id === job.id);
    const unpaid = views.filter(({ cancelNote, over }) => cancelNote === undefined && !over);
    expect(unpaid.length).toBeGreaterThan(0);
    expect(unpaid.map(({ losses }) => losses)).toEqual(unpaid.map(() => said));
    expect(views.at(-1)?.line).toContain('stays still');
  });

  it('a price says it, and what it becomes keeps what was set', async () => {
    const { engine, lab } = fixture;
    const source = await kept(await halves(16, 12, { alpha: 0 }));
    const quote = await engine.quote(commandOf({ source, settings: { output_format: 'webp', scale: '8' } }));
    expect(quote.lines.join(' ')).not.toContain('transparent');
    const opaque = await engine.quote(
      commandOf({ source: await kept(await movingPicture()), settings: { quality: '80' } }),
    );
    expect(opaque.lines).toContain('First of 3 pictures, stays still.');
    lab.behave(instead(await halves(64, 64)));
    const answer = await engine.run(opaque.id, { person: usual });
    if (!('job' in answer)) throw new Error('there is no job');
    expect(answer.job.given).toEqual({ quality: 80 });
    expect(await engine.settled(answer.job.id)).toMatchObject({ state: 'done', settings: { quality: 80 } });
    await engine.drop(quote.id, usual);
  });
});

describe('a chat that is slow', () => {
  it('is waited for: a job whose file was read late is not paid for before its card has said it', async () => {
    const { engine, store, lab } = fixture;
    lab.behave(instead(await halves(64, 64)));
    const submits = lab.submits().length;
    let unpaid: number | undefined;
    beforeShown = async (id) => {
      if (unpaid !== undefined) return;
      await until(async () => (await store.read(id))?.state === 'queued');
      // Long enough for it to be sent, many times over.
      const sent = until(() => lab.submits().length > submits);
      await expect(within(500, sent)).rejects.toThrow('not done');
      unpaid = lab.submits().length;
    };
    const source = await kept(await movingPicture());
    const { id } = await ask(engine, { platform: 'slow', source });
    expect(await engine.settled(id)).toMatchObject({ state: 'done' });
    expect(unpaid).toBe(submits);
    const first = slow.views.find((view) => view.id === id && view.losses.length > 0);
    expect(first).toMatchObject({ cancellable: true, cancelNote: undefined, state: 'QUEUED' });
  });

  it('and down holds up nothing for long, and what waited can be given up', async () => {
    const { engine, store, lab } = fixture;
    lab.behave(instead(await halves(64, 64)));
    beforeShown = async () => {
      throw new Error('this chat is down');
    };
    const source = await kept(await movingPicture());
    const { id } = await ask(engine, { platform: 'slow', source });
    const other = await ask(engine, { platform: 'slow', source: await kept(await movingPicture()) });
    await until(async () => (await store.read(other.id))?.state === 'queued');
    await engine.cancel(other.id);
    expect(await engine.settled(other.id)).toMatchObject({ state: 'cancelled', charged: 0 });
    expect(await engine.settled(id)).toMatchObject({ state: 'done' });
  });
});

describe('what was left open', () => {
  it('follows from the source, is not what the person set, and a second delivery is the same job', async () => {
    const logo = await halves(16, 12, { alpha: 0.3 });
    const command = commandOf({ source: await kept(logo), settings: { scale: 'x2' } });
    const answer = await fixture.engine.request(command);
    if (!('job' in answer)) throw new Error('a price was asked about');
    expect(answer.job).toMatchObject({ given: { scale: 2 }, settings: { scale: 2, output_format: 'png' } });
    // Delivered again, without time to look at the file.
    const again = await fixture.engine.submit({ ...command, source: await kept(logo) });
    expect(again.id).toBe(answer.job.id);
    await fixture.engine.settled(again.id);
    const post = fixture.platform.posts.find(({ id }) => id === again.id);
    expect(await sharp(post?.bytes).metadata()).toMatchObject({ format: 'png', hasAlpha: true, width: 32 });
  });

  it('follows from a source that came late, and nothing is refused for it', async () => {
    const logo = await halves(16, 12, { alpha: 0.3 });
    const job = await ask(fixture.engine, { source: await kept(logo), settings: { scale: 2 } });
    // Nobody has looked into it yet.
    expect(job.settings.output_format).toBe('jpeg');
    expect((await fixture.engine.settled(job.id)).settings.output_format).toBe('png');
  });
});

describe('what cannot end well', () => {
  it.each([
    ['webp', 2100],
    ['jpeg', 8200],
  ] as const)(
    '%s of %i pixels ×8 is refused before there is a job, and before it is sent',
    async (output_format, width) => {
      const { engine, lab } = fixture;
      const submits = lab.submits().length;
      const wide = await plain(width, 16).png().toBuffer();
      const settings = { scale: 8, output_format };
      await expect(jobOf({ source: await kept(wide), settings })).rejects.toMatchObject({
        code: 'beyond-format',
      });
      const { id } = await ask(engine, { source: await kept(wide), settings });
      const job = await engine.settled(id);
      expect(job).toMatchObject({ state: 'failed', failure: { code: 'beyond-format' }, charged: 0 });
      expect((await engine.view(job)).repair).toMatchObject({ set: { name: 'output_format', value: 'png' } });
      expect(lab.submits().length).toBe(submits);
    },
  );
});

describe('a result', () => {
  it('gets the transparency that the model drops', async () => {
    const { engine, lab, folder, platform } = fixture;
    lab.behave(instead(await halves(64, 32)));
    const { id } = await ask(engine, {
      model: 'clarity',
      settings: { scale_factor: 2 },
      source: await kept(await halves(32, 16, { alpha: 0 })),
    });
    const job = await engine.settled(id);
    expect(job).toMatchObject({ state: 'done', joined: 'alpha', result: { record: { alpha: true } } });
    expect(job.differences).toBeUndefined();
    expect((await engine.view(job)).differences).toEqual([
      'Its transparency is that of the original, enlarged without the model, which drops it.',
    ]);
    const post = platform.posts.find((it) => it.id === id);
    const pixels = await sharp(post?.bytes).raw().toBuffer();
    const at = (x: number, y: number) => [...pixels.subarray((y * 64 + x) * 4, (y * 64 + x) * 4 + 4)];
    expect([at(4, 16), at(60, 16)]).toEqual([
      [200, 0, 0, 0],
      [0, 160, 0, 255],
    ]);
    // One file, as it is posted: the opaque one is gone.
    expect((await sharp(join(folder, 'files', job.result?.name ?? '')).metadata()).hasAlpha).toBe(true);
  });

  it('gets that of a photo that only other decoders read', async () => {
    const { engine, lab, folder } = fixture;
    const photo = await heic(folder, { tile: 64, alpha: true });
    lab.behave(instead(await halves(128, 128)));
    const source = await kept(photo);
    const { id } = await ask(engine, { model: 'clarity', settings: { scale_factor: 2 }, source });
    const job = await engine.settled(id);
    expect(job).toMatchObject({ state: 'done', joined: 'alpha', result: { record: { alpha: true } } });
  });

  const odd: [what: string, made: () => Promise<Buffer>, kinds: string[], said: string][] = [
    ['of another size', () => halves(16, 12), ['size'], 'It is 16 × 12, not 32 × 24 as expected.'],
    ['on its side', () => halves(32, 24, { turned: true }), ['turned'], 'It lies on its side'],
    ['of one colour', () => plain(32, 24).png().toBuffer(), ['blank'], 'It is of one colour all over'],
  ];
  it.each(odd)('%s is said, kept and counted, and paid for', async (_what, made, kinds, said) => {
    const { engine, lab } = fixture;
    lab.behave(instead(await made()));
    const { id } = await ask(engine, { source: await kept(await halves(16, 12)) });
    const job = await engine.settled(id);
    expect(job.differences?.map(({ kind }) => kind)).toEqual(kinds);
    expect(job.charged).toBeGreaterThan(0);
    const { line, differences } = await engine.view(job);
    expect(differences.join(' ')).toContain(said);
    expect(line).toContain(said);
  });

  it('that is a clip of one colour is said, unless only its beginning is', async () => {
    const { engine, lab, folder } = fixture;
    const clip = (name: string, grey: string) =>
      made(folder, name, ['-vf', `format=gray,${grey}`, ...h264], small);
    const source = { settings: { scale: 1 }, model: 'flashvsr' };
    const asked = await readFile(await clip('seen.mp4', 'null'));
    const black = "geq=lum='if(lt(T,0.3),16,X*2)'";
    for (const [name, grey, kinds] of [
      ['black.mp4', 'geq=lum=16', ['blank']],
      ['opens.mp4', black, undefined],
    ] as const) {
      lab.behave(instead(await readFile(await clip(name, grey)), 'video/mp4'));
      const { id } = await ask(engine, { ...source, source: await kept(asked) });
      expect(
        (await engine.settled(id)).differences?.map(({ kind }) => kind),
        name,
      ).toEqual(kinds);
    }
  });

  it('of one colour, as its source is, is as expected', async () => {
    const { engine, lab } = fixture;
    lab.behave(instead(await plain(32, 24, '#a63').png().toBuffer()));
    const { id } = await ask(engine, { source: await kept(await plain(16, 12).png().toBuffer()) });
    expect((await engine.settled(id)).differences).toBeUndefined();
  });

  it('that is not as expected costs nothing where the owner has it so, and is told in their usage', async () => {
    const { engine, lab, ledger } = refunding;
    for (const made of [await halves(16, 12), await halves(32, 24)]) {
      lab.behave(instead(made));
      await ask(engine, { source: await kept(await halves(16, 12), refunding) }).then(({ id }) =>
        engine.settled(id),
      );
    }
    const [good, bad] = await engine.jobs(usual, 2);
    expect([bad?.charged, bad?.hold, good?.hold]).toEqual([0, 'settled', 'settled']);
    expect(good?.charged).toBeGreaterThan(0);
    if (bad) expect((await engine.view(bad)).differences).toContain('Nothing was charged for it.');
    const usage = await engine.credits.usage({ ...usual, admin: true }, 1);
    expect(usage.different).toEqual([{ title: 'Larger picture (ESRGAN)', count: 1 }]);
    expect(usage.totals.charged).toBe(good?.charged);
    expect(await mistakesInBooks(ledger, [usual])).toEqual([]);
  });
});
