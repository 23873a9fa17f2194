/** Which of several files is meant, and what is said of one before any of it is fetched. */
import { expect, test } from 'vitest';
import {
  checkDeclared,
  choicesOf,
  declaredMedium,
  endingsOf,
  fittingIn,
  groupsOf,
  mediumOfName,
  modelsFor,
  mustTake,
  nameIn,
  takenBy,
} from '../../src/chat/media.ts';
import type { Found } from '../../src/chat/request.ts';
import { findModel } from '../../src/models/index.ts';

const [upscale, smooth] = [findModel('esrgan'), findModel('smooth')];
const found = (name: string, medium: Found['medium'] = mediumOfName(name)): Found => ({
  url: '',
  name,
  medium,
});
const [photo, logo, clip, gif] = ['a.jpg', 'b.png', 'c.mp4', 'd.gif'].map((name) => found(name)) as [
  Found,
  Found,
  Found,
  Found,
];

test.each([
  ['a.JPG', 'image'],
  ['a.heic', 'image'],
  ['a.jxl', 'image'],
  ['a.m2ts', 'video'],
  ['a.b.mov', 'video'],
  // A program in TypeScript.
  ['main.ts', undefined],
  ['a.pdf', undefined],
  ['mp4', undefined],
])('a file called %s is declared to be %s', (name, medium) => {
  expect(mediumOfName(name)).toBe(medium);
});

test.each([
  ['image/jpeg', 'a.mp4', 'image'],
  ['video/mp2t', 'main.ts', 'video'],
  [undefined, 'a.png', 'image'],
  [null, 'a', undefined],
  ['application/octet-stream', 'a.mkv', 'video'],
  ['application/octet-stream', 'a.bin', undefined],
  ['application/pdf', 'a.pdf', 'other'],
  ['text/plain; charset=utf-8', 'a.txt', 'other'],
] as const)('as %s, called %s, it is %s', (type, name, medium) => {
  expect(declaredMedium(type, name)).toBe(medium);
});

test.each([
  ['a GIF moves as a rule', gif, undefined, undefined],
  ['a WebP may move, for who asks for a model of videos', found('a.webp'), smooth, undefined],
  ['and is a picture else', found('a.webp'), undefined, 'image'],
  ['a photo never moves', photo, smooth, 'image'],
  ['a clip is a clip', clip, upscale, 'video'],
  ['of a nameless one nobody knows', found('a', undefined), upscale, undefined],
] as const)('%s', (_, it, model, medium) => {
  expect(mustTake(it, model)).toBe(medium);
});

test('models and files are matched by what is known of them', () => {
  expect(modelsFor('video').every(({ takes }) => takes === 'video')).toBe(true);
  expect(modelsFor(undefined).length).toBe(modelsFor('video').length + modelsFor('image').length);
  const all = [photo, clip, gif, found('a', undefined)];
  expect(fittingIn(all, upscale).map(({ name }) => name)).toEqual(['a.jpg', 'd.gif', 'a']);
  expect(fittingIn(all, smooth).map(({ name }) => name)).toEqual(['c.mp4', 'd.gif', 'a']);
  expect(fittingIn(all, undefined)).toEqual(all);
});

test('of several each can be chosen, and all of a kind', () => {
  const media = [photo, clip, logo];
  expect(groupsOf(media)).toEqual([[photo, logo]]);
  expect(choicesOf(media).map(({ value }) => value)).toEqual(['m0', 'm1', 'm2', 'g0']);
  expect(takenBy(media, 'm1')).toEqual([clip]);
  expect(takenBy(media, 'g0')).toEqual([photo, logo]);
  for (const gone of ['m7', 'g3']) expect(takenBy(media, gone), gone).toEqual([]);
});

test('a picker offers what can be worked on', () => {
  expect(endingsOf('image')).toEqual(expect.arrayContaining(['heic', 'jxl', 'jpeg', 'svg']));
  // Pictures that move are clips to whoever posts them.
  expect(endingsOf('video')).toEqual(expect.arrayContaining(['mp4', 'mts', '3gp', 'gif', 'webp']));
  expect(endingsOf('video')).not.toContain('ogv');
});

test.each([
  [{ ...clip }, 'esrgan', 'file-wrong-medium'],
  [{ ...photo }, 'smooth', 'file-wrong-medium'],
  [{ ...photo, bytes: 1001 }, 'esrgan', 'file-too-large'],
  [{ ...photo, bytes: 1000 }, 'esrgan', undefined],
  [{ ...gif }, 'smooth', undefined],
  [found('a', undefined), 'smooth', undefined],
  [undefined, 'smooth', undefined],
  [{ ...clip }, 'no-such-model', undefined],
])('%j for %s: %s', (source, model, code) => {
  const check = () => checkDeclared({ maxFileBytes: 1000 }, { model, source });
  if (code === undefined) expect(check).not.toThrow();
  else expect(check).toThrow(expect.objectContaining({ code }));
});

test.each([
  ['https://example.com/a/Holiday%20%C3%A9t%C3%A9.jpg?size=2#top', 'Holiday été.jpg'],
  ['https://example.com/', 'file'],
])('the name in %s is %s', (url, name) => {
  expect(nameIn(url)).toBe(name);
});
