/**
 * Starts the program as JavaScript that is made once for these sources (compile.ts) and kept with the packages; where that cannot
 * be, through the loader, which takes longer. It is no TypeScript, since nothing is there yet that could read it.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));
const sources = readdirSync(join(project, 'src'), { recursive: true }).map((name) =>
  join('src', String(name)),
);
const hash = createHash('sha256').update(process.version);
for (const name of [...sources, 'package-lock.json'].sort()) {
  const { size, mtimeMs } = statSync(join(project, name));
  // In seconds: an image keeps no more of it.
  hash.update(`${name} ${size} ${Math.floor(mtimeMs / 1000)}\n`);
}
const folder = join(project, 'node_modules/.cache/darkroom', hash.digest('hex').slice(0, 16));
const main = join(folder, 'src/main.js');
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

if (!existsSync(main))
  spawnSync(
    process.execPath,
    ['--import', loader, fileURLToPath(new URL('./compile.ts', import.meta.url)), folder],
    {
      stdio: 'ignore',
    },
  );
// Where an image is made that is read-only later, that is all.
const isAll = process.argv[2] === 'compile';
if (isAll) process.exitCode = existsSync(main) ? 0 : 1;
else if (existsSync(main)) await import(pathToFileURL(main).href);
else {
  await import(loader);
  await import(new URL('../main.ts', import.meta.url).href);
}
