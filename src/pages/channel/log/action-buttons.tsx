/** Buttons that the conversation decides: what each does stands in it, and comes back when it is pressed. */
import type { Action } from '../../../chat/action.ts';
import { pageWords } from '../../words.ts';

const words = pageWords.channel;

/** `name`: of what they are about, for who hears them. */
export function ActionButtons({
  actions,
  name,
  menu,
}: {
  actions: readonly Action[];
  name?: string;
  menu?: string | undefined;
}) {
  if (actions.length === 0) return null;
  const [shown, tucked] = [actions.filter(({ more }) => !more), actions.filter(({ more }) => more)];
  if (menu !== undefined)
    return (
      <details class="more">
        <summary class="btn">{menu}</summary>
        <ActionList actions={actions} />
      </details>
    );
  return (
    <div class="row next" role="group" aria-label={name === undefined ? undefined : words.next(name)}>
      {shown.map((action) => (
        <ActionButton action={action} />
      ))}
      {tucked.length > 0 && (
        <details class="more">
          <summary class="btn quiet" aria-label={name === undefined ? words.more : words.moreOf(name)}>
            {words.more}
          </summary>
          <ActionList actions={tucked} />
        </details>
      )}
    </div>
  );
}

const ActionList = ({ actions }: { actions: readonly Action[] }) => (
  <ul class="more-list">
    {actions.map((action) => (
      <li>
        <ActionButton action={action} quiet />
      </li>
    ))}
  </ul>
);

export function ActionButton({ action, quiet }: { action: Action; quiet?: boolean }) {
  const { act, id, argument, label, style, confirm } = action;
  const look = quiet ? 'quiet' : style === 'primary' ? 'primary' : '';
  return (
    <button
      class={`btn ${look}`}
      type="button"
      data-act={act}
      data-id={id}
      data-argument={argument}
      data-confirm={confirm ? JSON.stringify(confirm) : undefined}
    >
      {label}
    </button>
  );
}
