/** The FFmpeg that the lab finds, for others who encode. */
import { availableParallelism } from 'node:os';
import { type Ffmpeg, type FfmpegRun, findFfmpeg, runFfmpeg } from './ffmpeg.ts';

/**
 * Runs FFmpeg, which is looked for when it is first needed, and again after none was found: it may be installed
 * meanwhile. A run ends with its signal, its time, or this process; should this process be killed outright, with the
 * processor time it was given.
 * @param path the owner's own FFmpeg (FFMPEG_PATH); no other is tried then.
 */
export function ffmpegEncoder(path?: string): { run(run: FfmpegRun): Promise<void> } {
  let found: Promise<Ffmpeg> | undefined;
  const tool = (): Promise<Ffmpeg> => {
    const looking = found ?? findFfmpeg(path);
    found = looking;
    looking.catch(() => {
      found = undefined;
    });
    return looking;
  };
  return {
    async run(run) {
      const ffmpeg = await tool();
      const controller = new AbortController();
      const abort = () => controller.abort(run.signal.reason);
      if (run.signal.aborted) abort();
      run.signal.addEventListener('abort', abort, { once: true });
      // Node leaves its children running when it exits.
      process.once('exit', abort);
      const processorMs = run.processorMs ?? run.timeoutMs * availableParallelism();
      // A second later than the watch from here, which can say what happened.
      const processorSeconds = Math.ceil(processorMs / 1000) + 1;
      try {
        await runFfmpeg(ffmpeg, {
          ...run,
          options: [...run.options, '-timelimit', String(processorSeconds)],
          signal: controller.signal,
        });
      } finally {
        process.off('exit', abort);
        run.signal.removeEventListener('abort', abort);
      }
    },
  };
}
