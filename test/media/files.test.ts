import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openFiles } from '../../src/core/media/files.ts';
import { files, folder, picture, pieces } from './fixture.ts';

const keep = (maxBytes = 1_000_000) => files.keep(pieces(picture), { maxBytes });

test('a kept file can be read at its path, by our own user alone', async () => {
  const stored = await keep();
  expect(stored).toEqual({
    name: expect.stringMatching(/^[0-9a-f]{32}\.png$/),
    type: 'image/png',
    bytes: picture.length,
  });
  const path = files.path(stored.name);
  expect(isAbsolute(path)).toBe(true);
  expect(await readFile(path)).toEqual(picture);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect(await files.list()).toEqual([stored.name]);
});

test('a folder that stood open is closed to others', async () => {
  await chmod(folder, 0o755);
  await openFiles(folder);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test('the same bytes get two names', async () => {
  expect((await keep()).name).not.toBe((await keep()).name);
});

test('a file is not listed before it is whole', async () => {
  const listed: string[][] = [];
  await files.keep(
    pieces(picture, 1000, async () => {
      listed.push(await files.list());
    }),
    { maxBytes: 1_000_000 },
  );
  expect(listed.length).toBeGreaterThan(10);
  expect(listed.flat()).toEqual([]);
  expect(await files.list()).toHaveLength(1);
});

test('a folder for work is in the data folder, and goes when its process is gone without removing it', async () => {
  const work = await files.workFolder();
  await writeFile(join(work.path, 'copy.mp4'), 'much');
  const [mine = ''] = await readdir(folder);
  // As one with this process's number that began at another time has left it, and one on another machine just now.
  const born = mine.split('-')[3] ?? '';
  const [left, elsewhere] = [mine.replace(`-${born}-`, '-1-'), 'work-0123456789ab-1-1-abcdef'];
  for (const name of [left, elsewhere]) await mkdir(join(folder, name));
  const long = new Date(Date.now() - 7_200_000);
  const old = join(folder, 'work-0123456789ab-2-1-abcdef');
  await mkdir(old);
  await utimes(old, long, long);
  await openFiles(folder);
  expect((await readdir(folder)).sort()).toEqual([mine, elsewhere].sort());
  await work.remove();
  expect(await readdir(folder)).toEqual([elsewhere]);
});

test('a file over the limit is refused in the middle and leaves nothing', async () => {
  let sent = 0;
  const body = pieces(picture, 1000, (at) => {
    sent = at;
  });
  await expect(files.keep(body, { maxBytes: 5000 })).rejects.toMatchObject({
    code: 'file-too-large',
    facts: { limit: 5000 },
  });
  expect(sent).toBeLessThan(picture.length - 1000);
  expect(await readdir(folder)).toEqual([]);
});

test('a body that fails leaves nothing, and its own error is thrown', async () => {
  const body = pieces(picture, 1000, (sent) => {
    if (sent > 8000) throw new Error('the source broke');
  });
  await expect(files.keep(body, { maxBytes: 1_000_000 })).rejects.toThrow('the source broke');
  expect(await readdir(folder)).toEqual([]);
});

test('an abort ends a body that never sends again, and nothing is left', async () => {
  const controller = new AbortController();
  let release = (): void => {};
  const body = pieces(picture, 1000, (sent) => {
    if (sent < 8000) return;
    controller.abort(new Error('enough'));
    return new Promise((resolve) => {
      release = resolve;
    });
  });
  await expect(files.keep(body, { maxBytes: 1_000_000, signal: controller.signal })).rejects.toThrow(
    'enough',
  );
  expect(await readdir(folder)).toEqual([]);
  release();
  await expect(
    files.keep(pieces(picture), { maxBytes: 1_000_000, signal: controller.signal }),
  ).rejects.toThrow('enough');
  expect(await readdir(folder)).toEqual([]);
});

test('no name leads out of the folder', async () => {
  const { name } = await keep();
  const tricks = [
    '',
    '.',
    '..',
    `../${name}`,
    `/${name}`,
    `${name}/..`,
    `${name}\0`,
    `${name}\n`,
    name.toUpperCase(),
    name.replace('.png', '.part'),
    name.replace('.png', '.html'),
    'constructor',
  ];
  for (const trick of tricks) {
    expect(() => files.path(trick), trick).toThrow(RangeError);
    await expect(files.remove(trick)).rejects.toThrow(RangeError);
  }
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      expect(() => files.path(text)).toThrow(RangeError);
    }),
  );
});

test('a file is removed once, and again without complaint', async () => {
  const { name } = await keep();
  await files.remove(name);
  expect(await readdir(folder)).toEqual([]);
  await files.remove(name);
});

test('a sweep takes what is old and unclaimed, and what a dead process left, and nothing else', async () => {
  const now = Date.now();
  const aged = async (name: string, ms: number) => utimes(join(folder, name), now / 1000, (now - ms) / 1000);
  const [old, young, claimed] = [await keep(), await keep(), await keep()];
  await aged(old.name, 61_000);
  await aged(young.name, 59_000);
  await aged(claimed.name, 61_000);
  const [dead, alive, stranger] = [`${'a'.repeat(32)}.part`, `${'b'.repeat(32)}.part`, 'notes.txt'];
  for (const name of [dead, alive, stranger]) await writeFile(join(folder, name), 'half');
  await aged(dead, 3_700_000);
  // Older than the lifetime, yet a slow download may still be at it.
  await aged(alive, 120_000);
  await aged(stranger, 3_700_000);
  const asked: string[] = [];
  const options = {
    lifetimeMs: 60_000,
    now,
    isKept: async (name: string) => {
      asked.push(name);
      return name === claimed.name;
    },
  };
  expect(await files.sweep(options)).toBe(2);
  expect((await readdir(folder)).sort()).toEqual([young.name, claimed.name, alive, stranger].sort());
  // Only what would go is asked about: the answer costs a look into the records.
  expect(asked.sort()).toEqual([old.name, claimed.name].sort());
  expect(await files.sweep(options)).toBe(0);
});

test('where there is more than may be kept the oldest go, but none that somebody claims', async () => {
  const names: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    const { name } = await keep();
    const at = Date.now() / 1000 - 100 + index;
    await utimes(files.path(name), at, at);
    names.push(name);
  }
  const [claimed, , , , newest] = names;
  const all = (await files.list()).length;
  const sweep = (mostBytes: number) =>
    files.sweep({ lifetimeMs: 3_600_000, mostBytes, isKept: (name) => name === claimed });
  expect(await sweep(all * picture.length)).toBe(0);
  await sweep(2 * picture.length);
  expect((await files.list()).sort()).toEqual([claimed, newest].sort());
  await sweep(0);
  expect(await files.list()).toEqual([claimed]);
});
