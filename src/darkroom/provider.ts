/** The provider that a Darkroom works with: Segmind, or the lab where there is no key. */
import { join } from 'node:path';
import type { Log } from '../core/log.ts';
import { segmindProvider } from '../core/provider/provider.ts';
import { attach } from '../embedded/service/attach.ts';
import type { LabInfo, LabSettings } from '../lab/lab-service.ts';
import { tooMuch } from '../lab/media/effort.ts';
import type { Settings } from '../settings/settings.ts';
import { never } from './never.ts';

const labDescription =
  'the lab (real work by sharp and FFmpeg, no AI; set SEGMIND_API_KEY for the real models)';

export async function openProvider(
  settings: Settings,
  { log, work }: { log: Log; work: boolean },
  folder: string,
) {
  const { key, apiUrl, uploadUrl } = settings.provider;
  if (key !== undefined) {
    const description = `Segmind at ${new URL(apiUrl).host}`;
    return {
      key,
      apiUrl,
      uploadUrl,
      description,
      lab: false,
      effort: undefined,
      lost: never,
      release: async () => {},
    };
  }
  const common = { key: 'lab', description: labDescription, lab: true, effort: tooMuch };
  if (!work) return { ...common, apiUrl, uploadUrl, lost: never, release: async () => {} };
  const lab = await attach<LabInfo>({
    name: 'lab',
    entry: new URL('../lab/lab-service.ts', import.meta.url),
    folder: join(folder, 'lab'),
    settings: {
      dataDir: join(folder, 'lab'),
      ...(settings.ffmpegPath === undefined ? {} : { ffmpegPath: settings.ffmpegPath }),
    } satisfies LabSettings,
  });
  for (const note of lab.notes) log.warn(note);
  const { url } = lab.info;
  return {
    ...common,
    apiUrl: url,
    uploadUrl: url,
    lost: lab.lost,
    release: () => lab.release(),
  };
}

/** How Darkroom speaks to it. */
export const clientOf = (
  { apiUrl, uploadUrl, key }: { apiUrl: string; uploadUrl: string; key: string },
  log: Log,
) =>
  segmindProvider({
    apiUrl,
    uploadUrl,
    key,
    timeoutMs: 30_000,
    log: (line) => log.debug(line, 'provider'),
  });
