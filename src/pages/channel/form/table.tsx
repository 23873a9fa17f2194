/** The picture that the form is about. */
import { shownInBrowsers } from '../../parts/types.ts';
import { pageWords } from '../../words.ts';
import { fileUrl } from '../log/urls.ts';
import type { FormView } from './form-view.ts';

const words = pageWords.form;

/** With its size, and what that becomes. */
export function Table({ view: { picture, size } }: { view: FormView }) {
  if (!picture || !shownInBrowsers(picture.file.type)) return null;
  const url = fileUrl(picture.file);
  const isVideo = picture.file.type.startsWith('video/');
  return (
    <figure class="table" aria-label={picture.name}>
      {isVideo ? (
        <video src={url} muted controls preload="metadata" aria-label={picture.name} />
      ) : (
        <img src={url} alt={picture.file.alt ?? picture.name} />
      )}
      {size && (
        <dl>
          <dt>{`${size.width} × ${size.height}`}</dt>
          {size.becomes !== undefined && (
            <dd>
              {words.becomes} <b class="num">{size.becomes}</b>
            </dd>
          )}
        </dl>
      )}
    </figure>
  );
}
