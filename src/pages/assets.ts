/** What every page of ours brings along: style, type and script, read once; nothing comes from another host. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';

export type Asset = { body: Buffer; type: string };

export type Assets = {
  /** Changes with what is in any of them: it stands in their addresses, so that browsers may keep them. */
  version: string;
  /** `style.css`, `page.js`, `inter.woff2`, `mono.woff2`. */
  find(name: string): Asset | undefined;
};

/** In this order: what comes later overrules. */
const styles = ['tokens', 'parts', 'channel', 'form', 'together', 'viewer', 'admin'];
const fonts = ['inter', 'mono'];
/** Made for this product by code. */
const samples = ['lake', 'still', 'city'];

/** Compiled with the program (node/compile.ts), or as it stands. */
const script = new URL('./browser/page.ts', import.meta.url);

async function scriptText(): Promise<string> {
  const path = fileURLToPath(script);
  if (path.endsWith('.js')) return readFile(path, 'utf8');
  const made = await build({
    entryPoints: [path],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  await stop();
  return made.outputFiles[0]?.text ?? '';
}

/** @throws what reading them is refused with: a broken installation */
export async function openAssets(): Promise<Assets> {
  const style = await Promise.all(
    styles.map((name) => readFile(new URL(`./style/${name}.css`, import.meta.url), 'utf8')),
  );
  const found = new Map<string, Asset>([
    ['style.css', { body: Buffer.from(style.join('\n')), type: 'text/css; charset=utf-8' }],
    ['page.js', { body: Buffer.from(await scriptText()), type: 'text/javascript; charset=utf-8' }],
  ]);
  for (const name of fonts) {
    const body = await readFile(new URL(`./fonts/${name}.woff2`, import.meta.url));
    found.set(`${name}.woff2`, { body, type: 'font/woff2' });
  }
  for (const name of samples) {
    const body = await readFile(new URL(`./samples/${name}.jpg`, import.meta.url));
    found.set(`${name}.jpg`, { body, type: 'image/jpeg' });
  }
  const hash = createHash('sha256');
  for (const { body } of found.values()) hash.update(body);
  return { version: hash.digest('hex').slice(0, 12), find: (name) => found.get(name) };
}
