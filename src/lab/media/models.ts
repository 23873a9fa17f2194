/** Which work does which model. */

import { type Ffmpeg, findFfmpeg } from '../../ffmpeg/ffmpeg.ts';
import { svd } from './animate.ts';
import { film } from './film.ts';
import { clarity, esrgan } from './pictures/enlarge.ts';
import { type Work, WorkRefused } from './task.ts';
import { flashvsr } from './video.ts';

/**
 * The work of each model, by the model's name. `ffmpegPath` is the owner's own choice of FFmpeg. It is looked for when a video is first
 * asked for, and again after a failure: pictures need none, and it may be installed meanwhile.
 */
export function defineModels(ffmpegPath: string | undefined): Readonly<Record<string, Work>> {
  let found: Promise<Ffmpeg> | undefined;
  const tool = (): Promise<Ffmpeg> => {
    const looking = found ?? findFfmpeg(ffmpegPath);
    found = looking;
    looking.catch(() => {
      found = undefined;
    });
    return looking.catch((cause: unknown) => {
      const text = 'Videos need FFmpeg, and none was found that works: install it, or set FFMPEG_PATH.';
      throw new WorkRefused(text, { cause });
    });
  };
  return {
    esrgan,
    'clarityai-flux-upscaler': clarity,
    flashvsr: flashvsr(tool),
    'video-frame-interpolation': film(tool),
    svd: svd(tool),
  };
}
