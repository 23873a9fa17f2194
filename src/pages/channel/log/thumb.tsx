/** A picture while it is being worked on. */
import { shownInBrowsers } from '../../parts/types.ts';
import type { PostedFile } from './messages.ts';
import { fileUrl } from './urls.ts';

/** Develops from left to right. @param progress 0 to 1 */
export function Thumb({ file, progress }: { file: PostedFile | undefined; progress: number | undefined }) {
  if (!file || !shownInBrowsers(file.type)) return <span class="print thumb none" />;
  const url = fileUrl(file);
  if (file.type.startsWith('video/'))
    return (
      <span class="print thumb" data-moves>
        <video src={url} muted preload="metadata" tabindex={-1} />
      </span>
    );
  if (progress === undefined)
    return (
      <span class="print thumb">
        <img src={url} alt={file.fileName} />
      </span>
    );
  return (
    <span class="print thumb" style={`--p:${Math.round(progress * 100)}`}>
      <img src={url} alt="" />
      <img src={url} alt={file.fileName} />
    </span>
  );
}
