import { Writable } from 'node:stream';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/core/domain/failure.ts';
import { createLog, type Log } from '../../src/core/log.ts';
import { startLab } from '../../src/lab/server/server.ts';
import { openEngine } from '../helpers/engine-fixture.ts';
import { recorder, temporaryFolder, testRedis } from '../helpers/fixture.ts';

/** What a log wrote: the raw text, and each line read as JSON. */
function written(options: { human?: boolean; level?: string } = {}) {
  const chunks: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const log = createLog({ level: options.level ?? 'debug', human: options.human ?? false, destination });
  const text = () => chunks.join('');
  const lines = (): Record<string, unknown>[] =>
    text()
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  return { log, text, lines };
}

/** The text of one event. */
function line(write: (log: Log) => void, options: { human?: boolean } = {}): string {
  const { log, text } = written(options);
  write(log);
  return text();
}

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const word = (length: number) => fc.stringMatching(new RegExp(`^[A-Za-z0-9]{${length}}$`));

/** A text with a secret in it, and the part that must never be seen again. */
type Planted = { text: string; needle: string };
const shapes: Record<string, fc.Arbitrary<Planted>> = {
  'Segmind key': hex(16).map((needle) => ({ text: `SG_${needle}`, needle })),
  'Slack bot token': word(24).map((needle) => ({ text: `xoxb-123456789012-${needle}`, needle })),
  'Slack app token': hex(40).map((needle) => ({ text: `xapp-1-A0123456789-${needle}`, needle })),
  'Discord token': fc
    .tuple(word(23), word(6), word(38))
    .map(([id, time, needle]) => ({ text: `M${id}.${time}.${needle}`, needle })),
  'bearer header': word(30).map((needle) => ({ text: `authorization: Bearer ${needle}`, needle })),
  'signed link': hex(64).map((needle) => ({
    text: `https://bucket.example/a/photo.jpg?X-Amz-Expires=60&X-Amz-Signature=${needle}`,
    needle,
  })),
  'signed path': hex(64).map((needle) => ({ text: `/a/photo.jpg?sig=${needle}`, needle })),
  'link fragment': word(30).map((needle) => ({ text: `wss://chat.example/#ticket=${needle}`, needle })),
  'Redis password': word(20).map((needle) => ({ text: `redis://:p@${needle}@10.0.0.1:6379/0`, needle })),
  'data URL': word(200).map((needle) => ({ text: `data:image/png;name=a;base64,${needle}==`, needle })),
  'Slack web hook': word(24).map((needle) => ({
    text: `https://hooks.slack.com/services/T000/B000/${needle}`,
    needle,
  })),
  'Discord interaction': word(60).map((needle) => ({
    text: `/api/v10/webhooks/1234567890/${needle}/messages/@original`,
    needle,
  })),
  'prompt in JSON': word(30).map((needle) => ({
    text: JSON.stringify({ scale: 4, prompt: `a "portrait" of ${needle}` }),
    needle,
  })),
  'prompt in JSON in JSON': word(30).map((needle) => ({
    text: JSON.stringify({ body: JSON.stringify({ prompt: `portrait of\n${needle}` }) }),
    needle,
  })),
};

describe.each(Object.entries(shapes))('a %s', (_name, shape) => {
  const places: Record<string, (text: string) => (log: Log) => void> = {
    'the message': (text) => (log) => log.info(`tried ${text} in vain`),
    'an argument of the message': (text) => (log) => log.info('tried %s in vain', text),
    'a field': (text) => (log) => log.info({ job: 'a', detail: text }, 'message'),
    'the name of a field': (text) => (log) => log.info({ [text]: 1 }, 'message'),
    'a nested array': (text) => (log) => log.info({ a: { b: [1, { c: [text] }] } }, 'message'),
    'an error’s message and stack': (text) => (log) => log.warn({ err: new Error(`no ${text}`) }, 'message'),
    'an error without a message of ours': (text) => (log) => log.warn({ err: new Error(`no ${text}`) }),
    'an error on its own': (text) => (log) => log.error(new Error(`no ${text}`)),
    'an error’s cause': (text) => (log) =>
      log.warn({ err: new Error('a', { cause: new Error('b', { cause: text }) }) }, 'message'),
    'several errors in one': (text) => (log) =>
      log.warn({ err: new AggregateError([new Error(text)], 'all failed') }, 'message'),
    'a failure’s cause': (text) => (log) =>
      log.warn({ err: new Failure('lost', undefined, { cause: new Error(text) }) }, 'message'),
    'a map and a set': (text) => (log) => log.info({ map: new Map([[text, new Set([text])]]) }, 'message'),
  };
  const [{ text, needle } = { text: '', needle: '' }] = fc.sample(shape, { numRuns: 1, seed: 1 });

  it.each(Object.entries(places))('does not get through %s', (_place, write) => {
    for (const human of [false, true]) {
      const seen = line(write(text), { human });
      expect(seen).not.toContain(needle);
      expect(seen).toMatch(/…|\(token\)/);
    }
  });
});

describe('a secret anywhere', () => {
  const glue = fc.string({ maxLength: 12 });
  const planted = fc
    .oneof(...Object.values(shapes))
    .chain(({ text, needle }) =>
      fc.tuple(glue, glue).map(([before, after]) => ({ text: before + text + after, needle })),
    );
  /** Ways to put a value one level deeper, among other values. */
  const wrap = fc.oneof(
    fc.tuple(fc.string(), fc.object()).map(([key, other]) => (inner: unknown) => ({
      ...other,
      [key]: inner,
    })),
    fc.array(fc.anything(), { maxLength: 4 }).map((others) => (inner: unknown) => [...others, inner]),
    fc.constant((inner: unknown) => new Error(String(inner))),
    fc.constant((inner: unknown) => new Error('outer', { cause: inner })),
    fc.constant((inner: unknown) => new Map([['key', inner]])),
    fc.constant((inner: unknown) => new Set([inner])),
    fc.constant((inner: unknown) => JSON.stringify({ inner })),
    fc.constant((inner: unknown) => ({ [String(inner)]: 1 })),
  );

  it('is never written, and each event is one line of JSON', () => {
    const property = fc.property(planted, fc.array(wrap, { maxLength: 4 }), ({ text, needle }, wraps) => {
      const value = wraps.reduce<unknown>((inner, deeper) => deeper(inner), text);
      const { log, text: all, lines } = written();
      log.info({ value }, 'as a field');
      log.info(`as text ${text}`);
      log.warn({ err: value }, 'as an error');
      log.warn({ err: value });
      // The types allow no such arguments; at run time they come.
      Reflect.apply(log.info, log, ['as arguments %s %o %j', value, value, value]);
      expect(all()).not.toContain(needle);
      expect(lines()).toHaveLength(5);
    });
    fc.assert(property, { numRuns: 300, seed: 20 });
  });

  it.each([
    'prompt',
    'negative_prompt',
    'lora_link',
    'Authorization',
    'x-api-key',
    'SEGMIND_API_KEY',
    'botToken',
  ])('is known by its name: %s', (name) => {
    const needle = 'a quiet street in the rain';
    const seen = line((log) => log.info({ settings: { [name]: needle, scale: 4 } }, 'message'));
    expect(seen).not.toContain(needle);
    expect(JSON.parse(seen)).toMatchObject({ settings: { [name]: '…', scale: 4 } });
  });

  it('is not half shown where a long text is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 7800, max: 8200 }), hex(16), (length, needle) => {
        const seen = line((log) => log.info(`${'- '.repeat(length / 2)}SG_${needle}`));
        expect(seen).not.toContain(needle.slice(0, 8));
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

describe('a log line', () => {
  it('keeps what is no secret: job, states, numbers, origins, error codes', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:6379'), { code: 'ECONNREFUSED' });
    const fields = { job: 'k3x9abc', from: 'queued', to: 'submitting', ms: 12.5, ok: true, nothing: null };
    const seen = JSON.parse(
      line((log) => log.info({ ...fields, link: 'https://example.org/a.png', err: error }, 'job')),
    );
    expect(seen).toMatchObject({ ...fields, level: 30, msg: 'job', link: 'https://example.org/a.png' });
    expect(seen.err).toMatchObject({ name: 'Error', message: error.message, code: 'ECONNREFUSED' });
    expect(seen.err.stack).toContain('log.test.ts');
    expect(Date.parse(seen.time)).toBeGreaterThan(0);
  });

  it('leaves the values it was given as they were', () => {
    const given = { prompt: 'a street', list: ['SG_0123456789abcdef'] };
    line((log) => log.info(given, 'message'));
    expect(given).toEqual({ prompt: 'a street', list: ['SG_0123456789abcdef'] });
  });

  it('holds a BigInt, a date, bytes, a map, a link and things that throw', () => {
    const odd = {
      big: 12345678901234567890n,
      date: new Date(0),
      noDate: new Date(Number.NaN),
      bytes: Buffer.alloc(5_000_000),
      map: new Map<unknown, unknown>([
        [{ an: 'object' }, 1],
        [2, new Map([['b', 3]])],
      ]),
      link: new URL('https://example.org/a?secret=1'),
      symbol: Symbol('s'),
      toJSON: () => {
        throw new Error('toJSON');
      },
      get thrower(): never {
        throw new Error('getter');
      },
    };
    const { thrower: _, ...fine } = Object.getOwnPropertyDescriptors(odd);
    const seen = JSON.parse(line((log) => log.info({ odd: Object.defineProperties({}, fine) }, 'message')));
    expect(seen.odd).toEqual({
      big: '12345678901234567890',
      date: '1970-01-01T00:00:00.000Z',
      noDate: 'no date',
      bytes: '(5000000 bytes)',
      map: { '…': 1, 2: { b: 3 } },
      link: 'https://example.org/a?…',
      symbol: 'Symbol(s)',
    });
    const throwing = JSON.parse(line((log) => log.info({ odd, after: 1 }, 'message')));
    expect(throwing).toMatchObject({ odd: '(unreadable)', after: 1, msg: 'message' });
  });

  it('is written at once for a cycle, a wide cycle, a huge list and an endless text', () => {
    const cycle: Record<string, unknown> = { name: 'root' };
    cycle.self = cycle;
    const wide: unknown[] = [];
    for (let index = 0; index < 100; index += 1) wide.push(wide);
    const deep = Array.from({ length: 10_000 }).reduce<unknown>((inner) => ({ inner }), 'end');
    const texts = ['a', '://', 'data:', '"prompt":"', '\\', 'a-b.', 'https://a', '?a=', 'Bearer '];
    const begun = performance.now();
    for (const value of [
      cycle,
      wide,
      deep,
      Array.from({ length: 1_000_000 }, (_, index) => index),
      Array.from({ length: 1000 }, () => 'long text '.repeat(1000)),
      ...texts.map((text) => text.repeat(1_000_000)),
    ]) {
      const seen = line((log) => log.info({ value }, 'message'));
      expect(JSON.parse(seen)).toMatchObject({ msg: 'message' });
      expect(seen.length).toBeLessThan(500_000);
    }
    expect(performance.now() - begun).toBeLessThan(4000);
  });

  it('is only written from the chosen level on', () => {
    const { log, lines } = written({ level: 'warn' });
    log.info('quiet');
    log.warn('loud');
    expect(lines().map(({ msg }) => msg)).toEqual(['loud']);
  });
});

describe('a job in the log', () => {
  it('has exactly one line for each change of its state, and nothing of what its person wrote', async () => {
    const folder = await temporaryFolder();
    const redis = await testRedis();
    const lab = await startLab({ dataDir: folder.path });
    const { log, lines, text } = written();
    const where = { redisUrl: redis.url, labUrl: lab.url, folder: folder.path };
    const fixture = await openEngine({ ...where, platforms: [recorder()], log });
    try {
      const photo = await sharp({ create: { width: 32, height: 24, channels: 3, background: '#a52' } })
        .jpeg()
        .toBuffer();
      const request = { platform: 'recorder', address: 1, scope: 's', requester: 'r', model: 'clarity' };
      const prompt = 'my grandmother in her garden';
      const make = async (key: string) =>
        fixture.engine.submit({
          ...request,
          key,
          settings: { prompt },
          source: { kind: 'stored', ...(await fixture.engine.keep(pieces(photo))) },
        });
      const job = await fixture.engine.settled((await make('one')).id);
      expect(job.state).toBe('done');

      const own = lines().filter((each) => each.job === job.id && each.msg === 'job');
      expect(own[0]).toMatchObject({ to: 'accepted', model: 'clarityai-flux-upscaler' });
      // Each line goes on from where the one before it ended, and the record counted as many changes.
      expect(own.slice(1).map(({ from }) => from)).toEqual(own.slice(0, -1).map(({ to }) => to));
      expect(own.filter(({ from, to }) => from === 'delivering' && to === 'done')).toHaveLength(1);
      expect(own).toHaveLength(job.version);
      expect(text()).not.toContain('grandmother');
      expect(text()).not.toContain('SG_0123456789abcdef');
    } finally {
      await fixture.close();
      await lab.close();
      await redis.close();
      await folder.remove();
    }
  });
});

async function* pieces(content: Buffer) {
  yield content;
}
