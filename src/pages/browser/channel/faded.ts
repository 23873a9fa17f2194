/** A file that is no longer kept says so, instead of standing there broken. */
import { said } from './page-data.ts';

export function faded(log: HTMLElement): void {
  // Errors of pictures do not rise, so they are caught on the way down.
  log.addEventListener(
    'error',
    ({ target }) => {
      if (!(target instanceof HTMLImageElement || target instanceof HTMLVideoElement)) return;
      const frame = target.closest<HTMLElement>('.print, .wipe, .pair');
      if (frame) frame.dataset.faded = said('faded');
    },
    true,
  );
}
