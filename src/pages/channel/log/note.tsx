/** What is answered. */
import { Icon } from '../../layout.tsx';
import { shownInBrowsers } from '../../parts/types.ts';
import { Shown as ShownFile } from '../../parts/wipe.tsx';
import { pageWords } from '../../words.ts';
import { ActionButtons } from './action-buttons.tsx';
import { Line } from './line.tsx';
import type { Note, PostedFile } from './messages.ts';
import { fileUrl } from './urls.ts';

const words = pageWords.channel;
type Names = ReadonlyMap<string, string>;

export function NoteBody({ note, names }: { note: Note; names: Names }) {
  const { title, lines, table, picture, actions } = note;
  return (
    <div class="said-back">
      {title !== undefined && <h3>{title}</h3>}
      {lines.length > 0 && (
        <div>
          {lines.map((line) => (
            <NoteLine line={line} names={names} />
          ))}
        </div>
      )}
      {table && table.length > 0 && (
        <pre class="outline" tabindex={0}>
          {table.join('\n')}
        </pre>
      )}
      {picture && <NotePicture file={picture} />}
      <ActionButtons actions={actions} />
    </div>
  );
}

/** How full something is, as it is said in letters: `▰▰▰▱▱▱ 50 % · 9 of 18 credits`. */
const filled = /^[▰▱]+ (\d{1,3}) % · ([^\n]*)$/;

function NoteLine({ line, names }: { line: string; names: Names }) {
  const [, percent, said = ''] = filled.exec(line) ?? [];
  if (percent === undefined)
    return (
      <p class="words">
        <Line line={line} names={names} />
      </p>
    );
  return (
    <div class="filled">
      <progress value={percent} max="100" aria-label={said} />
      <p class="num">{`${percent} % · ${said}`}</p>
    </div>
  );
}

const NotePicture = ({ file }: { file: PostedFile }) =>
  shownInBrowsers(file.type) ? (
    <figure class="note-picture">
      <ShownFile shot={{ url: fileUrl(file), alt: file.alt ?? file.fileName, type: file.type }} />
      <a class="btn quiet" href={fileUrl(file, true)} download={file.fileName}>
        <Icon name="save" />
        {words.save}
        <span class="hide">{file.fileName}</span>
      </a>
    </figure>
  ) : (
    <a class="btn" href={fileUrl(file, true)} download={file.fileName}>
      <Icon name="save" />
      {words.saveLabel(file.fileName)}
    </a>
  );
