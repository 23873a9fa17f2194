/** How a program of ours is started as a process of its own. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * What Node needs on its command line to run `program`: nothing where it is JavaScript, or where Node reads TypeScript
 * by itself (22.18 and later), since a loader takes longer to start than the program; else the loader, in full: where
 * the bot was started, and by which runner, decides nothing.
 * @param program its path, e.g. `/srv/darkroom/src/core/media/video-reader.ts`.
 */
export function typescriptFlags(program: string): string[] {
  if (!program.endsWith('.ts')) return [];
  // Node 20 does not know the feature. https://nodejs.org/api/process.html#processfeaturestypescript
  if ('typescript' in process.features && process.features.typescript) return [];
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
}
