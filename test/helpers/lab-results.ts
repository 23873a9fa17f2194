/** What the lab made, as it is kept and posted: by the same bytes, and with what they say of how they were made. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cleaned } from '../../src/core/media/metadata/clean.ts';
import { kindOf } from '../../src/core/media/probe/kinds.ts';
import type { Lab } from '../../src/lab/server/server.ts';
import { models } from '../../src/models/index.ts';
import { temporaryFolder } from './fixture.ts';

/** All that it handed over, each as any of the models would have it kept. */
export async function labResults({ lab }: { lab: Lab }): Promise<Buffer[]> {
  const paths = new Set(lab.log.filter(({ route }) => route === 'file').map(({ path }) => path));
  const folder = await temporaryFolder();
  try {
    const all = await Promise.all(
      [...paths].map(async (made, index) => {
        const path = join(folder.path, `${index}`);
        await writeFile(path, Buffer.from(await (await fetch(new URL(made, lab.url))).arrayBuffer()));
        const { type } = await kindOf(path);
        return Promise.all(
          [...new Set(models.map(({ digitalSource }) => digitalSource))].map(async (mark) => {
            const chunks: Uint8Array[] = [];
            for await (const chunk of (await cleaned({ path, type }, mark)) ?? [])
              chunks.push(Buffer.from(chunk));
            return Buffer.concat(chunks);
          }),
        );
      }),
    );
    return all.flat();
  } finally {
    await folder.remove();
  }
}
