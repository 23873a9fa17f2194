/** A result, or several: what it is, beside what it was, and what can come next. */

import { versionLineOf } from '../../../chat/versions/actions.ts';
import { votingWords } from '../../../chat/versions/words.ts';
import type { View } from '../../../core/view/view.ts';
import { status } from '../../../core/words/status.ts';
import { Icon } from '../../layout.tsx';
import { shownInBrowsers } from '../../parts/types.ts';
import { BeforeAfter, Shown } from '../../parts/wipe.tsx';
import { pageWords } from '../../words.ts';
import { ActionButtons } from './action-buttons.tsx';
import type { PostedFile, Result } from './messages.ts';
import { fileUrl } from './urls.ts';
import { VersionTreeOf } from './version-tree.tsx';

const words = pageWords.channel;
type Names = ReadonlyMap<string, string>;

export function ResultOf({ id, result, names }: { id: string; result: Result; names: Names }) {
  return result.files.length > 1 ? (
    <Sheet id={id} result={result} names={names} />
  ) : (
    <One id={id} result={result} names={names} />
  );
}

const shotOf = (file: PostedFile, alt = file.alt ?? file.fileName) => ({
  url: fileUrl(file),
  alt,
  type: file.type,
});

function One({ id, result, names }: { id: string; result: Result; names: Names }) {
  const { by, before, change, actions, aside, files, views } = result;
  const [file, view] = [files[0], views[0]];
  if (!file || !view) return null;
  const version = aside === undefined ? versionLineOf(view.versioned) : undefined;
  if (version !== undefined && view.versioned?.folded)
    return <Folded id={id} result={result} view={view} line={version} />;
  // Another one may be by now.
  const isPicked = result.pinned && view.versioned?.picked === true;
  const { width, height } = file;
  const pair = before && shownInBrowsers(file.type) && aside === undefined ? before : undefined;
  const sides = { before: words.before, after: words.after, slide: words.slide, play: words.play };
  return (
    <figure
      class="result"
      data-job={view.id}
      data-result={`${id}/0`}
      data-aside={aside}
      data-picked={isPicked ? `${view.versioned?.number ?? ''} · ${file.fileName}` : undefined}
    >
      {pair ? (
        <BeforeAfter before={shotOf(pair)} after={shotOf(file)} width={width} height={height} words={sides} />
      ) : shownInBrowsers(file.type) ? (
        <span class="print">
          <Shown shot={shotOf(file)} />
        </span>
      ) : null}
      <figcaption>
        <span class="grow">
          {isPicked && <span class="tag">{votingWords.pinned}</span>}
          <strong>{aside ?? file.fileName}</strong> {words.forWhom}{' '}
          <span class="handle">@{names.get(by) ?? by}</span>
          <br />
          {version !== undefined && (
            <>
              <span class="version num">{version}</span>
              <br />
            </>
          )}
          <span class="num">{factsOf(view, change)}</span>
        </span>
        <Save file={file} />
      </figcaption>
      <ActionButtons actions={actions} name={file.fileName} />
      {result.tree && <VersionTreeOf tree={result.tree} names={names} />}
    </figure>
  );
}

/** In one line, with the button that shows it again; its file stays where it is. */
function Folded({ id, result, view, line }: { id: string; result: Result; view: View; line: string }) {
  return (
    <div class="result folded" data-job={view.id} data-result={`${id}/0`}>
      <span class="grow num">{line}</span>
      <ActionButtons actions={result.actions} name={result.files[0]?.fileName ?? line} />
    </div>
  );
}

const Save = ({ file }: { file: PostedFile }) => (
  <a class="btn quiet" href={fileUrl(file, true)} download={file.fileName}>
    <Icon name="save" />
    <span class="word">{words.save}</span>
    <span class="hide">{file.fileName}</span>
  </a>
);

const factsOf = ({ sizes, settings, differences, losses, lab }: View, change: string | undefined): string =>
  [sizes, change, settings, ...differences, ...losses, lab ? status.lab : undefined]
    .filter(Boolean)
    .join(' · ');

/** A contact sheet. */
function Sheet({ id, result, names }: { id: string; result: Result; names: Names }) {
  const { by, files, views, actions, menu } = result;
  return (
    <figure class="result several" data-job={views[0]?.id}>
      <ol class="sheet">
        {files.map((file, index) => (
          <li class="frame" data-is="done" data-result={`${id}/${index}`}>
            <a class="print" href={fileUrl(file)} target="_blank" rel="noreferrer">
              {shownInBrowsers(file.type) && <Shown shot={shotOf(file)} />}
            </a>
            <span class="no">
              <span class="cut">{`${index + 1} ${file.fileName}`}</span>
              <a
                href={fileUrl(file, true)}
                download={file.fileName}
                aria-label={words.saveLabel(file.fileName)}
              >
                <Icon name="save" />
              </a>
            </span>
          </li>
        ))}
      </ol>
      <figcaption>
        <span class="grow">
          <strong>{words.sheet(files.length)}</strong> {words.forWhom}{' '}
          <span class="handle">@{names.get(by) ?? by}</span>
          <br />
          <span>{views.map(({ alt }) => alt)[0]}</span>
        </span>
      </figcaption>
      <ActionButtons actions={actions} menu={menu} />
    </figure>
  );
}
