/** Draws every card, price, form, list and result of both chats to a page: `npm run cards`. It asks nobody and spends nothing. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawScenes, sceneOf } from './draw/pictures.ts';
import { pageOf } from './page.ts';
import { filesIn } from './samples/files.ts';
import { sections } from './samples/index.ts';
import { nameOf, now } from './samples/people.ts';
import { drawAll } from './samples/sample.ts';

const here = import.meta.dirname;
const out = join(here, 'out');
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const drawn = await drawAll(sections, (png) => png());
/** Pictures that are sent along: the usage, for one. */
const sent = filesIn(drawn);
const scenes = await drawScenes();
const pictures = [...scenes.map(({ name, data }) => ({ name: `${name}.webp`, data })), ...sent];
await Promise.all(pictures.map(({ name, data }) => writeFile(join(out, name), data)));

const styles = await Promise.all(
  ['page', 'discord', 'slack'].map((name) => readFile(join(here, 'styles', `${name}.css`), 'utf8')),
);
const pictureOf = (reference: string, of?: string): string => {
  const own = sent.find(({ name }) => reference.endsWith(name));
  return own?.name ?? `${sceneOf(reference, of)}.webp`;
};
const page = join(out, 'index.html');
await writeFile(page, pageOf(drawn, { now, nameOf, pictureOf }, styles.join('\n')));
console.log(page);
