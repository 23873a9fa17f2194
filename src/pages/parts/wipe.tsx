/** Before and after: one over the other for pictures, both in step for videos. */

export type Shot = { url: string; alt: string; type: string };

/** `width`, `height`: of what it became, in pixels. */
export type Pair = { before: Shot; after: Shot; width?: number | undefined; height?: number | undefined };

const isVideo = ({ type }: Pick<Shot, 'type'>) => type.startsWith('video/');

/** @param it.words what stands on the two sides, and what the slider is called */
export function BeforeAfter(
  it: Pair & { words: { before: string; after: string; slide: string; play?: string } },
) {
  const { before, after, words } = it;
  const ratio = it.width && it.height ? `aspect-ratio:${it.width}/${it.height}` : '';
  if (isVideo(after))
    return (
      <div class="pair" data-pair>
        <figure>
          {isVideo(before) ? (
            <Clip shot={before} quiet />
          ) : (
            <img src={before.url} alt={before.alt} loading="lazy" />
          )}
          <span class="tag l">{words.before}</span>
        </figure>
        <figure>
          <Clip shot={after} />
          <span class="tag l">{words.after}</span>
        </figure>
      </div>
    );
  return (
    <div class="wipe" style={`--x:50;${ratio}`}>
      <img src={before.url} alt={before.alt} loading="lazy" />
      <img src={after.url} alt={after.alt} loading="lazy" />
      <span class="grip" aria-hidden="true" />
      <span class="tag l" aria-hidden="true">
        {words.before}
      </span>
      <span class="tag r" aria-hidden="true">
        {words.after}
      </span>
      <input
        type="range"
        min="0"
        max="100"
        value="50"
        aria-label={words.slide}
        aria-valuetext={`50 % ${words.before}`}
        data-wipe={words.before}
      />
    </div>
  );
}

/** Without sound where it only goes along with another. */
const Clip = ({ shot, quiet }: { shot: Shot; quiet?: boolean }) => (
  <video
    src={shot.url}
    aria-label={shot.alt}
    controls={!quiet}
    muted={quiet}
    loop
    playsinline
    preload="metadata"
  />
);

/** A picture or a clip by itself. */
export const Shown = ({ shot, lazy = true }: { shot: Shot; lazy?: boolean }) =>
  isVideo(shot) ? (
    <Clip shot={shot} />
  ) : (
    <img src={shot.url} alt={shot.alt} loading={lazy ? 'lazy' : 'eager'} />
  );
