/** What somebody said, with the files that came with it. */
import { Icon } from '../../layout.tsx';
import { shownInBrowsers } from '../../parts/types.ts';
import { Shown as ShownFile } from '../../parts/wipe.tsx';
import { pageWords } from '../../words.ts';
import type { PostedFile, Said } from './messages.ts';
import { fileUrl } from './urls.ts';

const words = pageWords.channel;

export const SaidBody = ({ id, message }: { id: string; message: Said }) => (
  <>
    {message.text !== '' && <p class="words">{message.text}</p>}
    {message.files.length > 0 && (
      <div class="files" data-count={message.files.length}>
        {message.files.map((file, index) => (
          <Posted file={file} message={id} index={index} />
        ))}
      </div>
    )}
    {message.files.length > 1 && (
      <button class="btn" type="button" data-enhance={`${id}/all`} data-count={message.files.length}>
        <Icon name="enhance" />
        {words.enhanceAll(message.files.length)}
      </button>
    )}
  </>
);

/** A file as somebody posted it, with what can be made of it. */
function Posted({ file, message, index }: { file: PostedFile; message: string; index: number }) {
  const { fileName, alt = fileName, type, width, height } = file;
  const url = fileUrl(file);
  return (
    <figure class="posted">
      {shownInBrowsers(type) ? (
        <span class="print">
          <ShownFile shot={{ url, alt, type }} />
        </span>
      ) : (
        <a class="plain-file" href={fileUrl(file, true)}>
          <Icon name="film" />
          {fileName}
        </a>
      )}
      <button class="btn" type="button" data-enhance={`${message}/${index}`}>
        <Icon name="enhance" />
        {words.enhance}
        <span class="hide">{fileName}</span>
      </button>
      <figcaption>
        <button class="link" type="button" data-about={`${message}/${index}`} title={words.about}>
          {fileName}
        </button>{' '}
        <span class="num" data-size>
          {width && height ? `· ${width} × ${height}` : ''}
        </span>
      </figcaption>
    </figure>
  );
}
