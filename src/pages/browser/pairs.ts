/** Two videos in step: the one with the controls leads. */

/** seconds. Less than two frames is not seen. */
const apart = 0.06;

/** Hears every pair in `root`, also those that come later: events of videos do not rise, so they are caught on the way down. */
export function pairs(root: Document): void {
  for (const name of ['play', 'pause', 'seeked', 'timeupdate', 'ratechange'])
    root.addEventListener(name, ({ target }) => follow(target), true);
}

function follow(leader: EventTarget | null): void {
  if (!(leader instanceof HTMLVideoElement) || !leader.controls) return;
  const other = leader.closest('[data-pair]')?.querySelector<HTMLVideoElement>('video:not([controls])');
  if (!other) return;
  other.playbackRate = leader.playbackRate;
  const scale = Number.isFinite(other.duration) && other.duration > 0 ? other.duration / leader.duration : 1;
  const due = leader.currentTime * (Number.isFinite(scale) ? scale : 1);
  if (Math.abs(other.currentTime - due) > apart) other.currentTime = due;
  if (leader.paused && !other.paused) other.pause();
  if (!leader.paused && other.paused) void other.play().catch(() => undefined);
}
