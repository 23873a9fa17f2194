/** What stands above the box until it is sent. */
import { said } from './page-data.ts';

/** A file that stands in the channel. */
export type Pointed = { message: string; index: number };

/** A file that was pointed at, until something is said of it. */
export function aboutChip(list: HTMLUListElement, say: HTMLTextAreaElement) {
  let chip: { line: HTMLLIElement; about: Pointed } | undefined;
  const drop = () => {
    chip?.line.remove();
    chip = undefined;
  };
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-about]') : null;
    const [message, index] = button?.dataset.about?.split('/') ?? [];
    if (!button || message === undefined) return;
    drop();
    const line = document.createElement('li');
    const name = document.createElement('span');
    name.className = 'cut';
    name.textContent = button.textContent;
    line.append(name, remover(button.textContent ?? '', drop));
    list.append(line);
    chip = { line, about: { message, index: Number(index) } };
    if (say.value === '') say.value = '/';
    say.focus();
    say.dispatchEvent(new Event('input'));
  });
  return {
    /** Undefined where nothing is pointed at. */
    take(): Pointed[] | undefined {
      const about = chip?.about;
      drop();
      return about && [about];
    },
  };
}

/** Takes one out. */
export function remover(name: string, drop: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', className: 'btn quiet icon small-act', textContent: '×' });
  button.setAttribute('aria-label', `${said('takeOut')} ${name}`);
  button.addEventListener('click', drop);
  return button;
}
