/** Dialogs: the form, a question, and whether something is really meant. */
import { Idiomorph } from 'idiomorph';
import { part } from './page-data.ts';
import { newKey, onAnswer, post, upload } from './post.ts';

/** ms. What is typed is counted when it rests. */
const rest = 350;

/** What stands in the form now. */
function filled(form: HTMLFormElement) {
  const data = new FormData(form);
  const settings: Record<string, string | boolean> = {};
  for (const it of form.querySelectorAll<HTMLInputElement>('[name^="set:"]')) {
    const name = it.name.slice('set:'.length);
    if (it.type === 'checkbox') settings[name] = it.checked;
    else if (it.type === 'radio' ? it.checked : it.value !== '' && !('initial' in it.dataset))
      settings[name] = it.value;
  }
  const text = (name: string) => {
    const value = data.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    draft: JSON.parse(text('draft') ?? '{}'),
    model: text('model'),
    which: text('which'),
    link: text('link'),
    preset: text('preset'),
    next: text('next'),
    settings,
  };
}

export function dialogs(): void {
  const box = part('form', HTMLDialogElement);
  const ask = part('ask', HTMLDialogElement);
  let drawing = 0;
  let key = newKey();
  let running = false;
  const formIn = () => box.querySelector<HTMLFormElement>('#enhance');

  onAnswer(({ form, ask: question, close }) => {
    if (close) box.close();
    if (form !== undefined) {
      // What somebody is filling in stays; a button that they are at says its new price.
      const ignoreActiveValue = !(document.activeElement instanceof HTMLButtonElement);
      if (box.open) Idiomorph.morph(box, form, { morphStyle: 'innerHTML', ignoreActiveValue });
      else {
        box.innerHTML = form;
        key = newKey();
        box.showModal();
        box.querySelector<HTMLElement>('[type="submit"]')?.focus();
      }
    }
    if (question !== undefined) {
      ask.innerHTML = question;
      ask.showModal();
    }
  });

  const draw = () => {
    clearTimeout(drawing);
    drawing = window.setTimeout(() => {
      const form = formIn();
      if (form && !running) void post('/form/draw', filled(form));
    }, rest);
  };
  box.addEventListener('input', ({ target }) => {
    if (
      !(
        target instanceof HTMLInputElement ||
        target instanceof HTMLTextAreaElement ||
        target instanceof HTMLSelectElement
      )
    )
      return;
    if (target.type === 'range') {
      delete target.dataset.initial;
      const [min, max] = [Number((target as HTMLInputElement).min), Number((target as HTMLInputElement).max)];
      target.style.setProperty('--v', `${((Number(target.value) - min) / (max - min)) * 100}%`);
      const output = target.parentElement?.querySelector('output');
      if (output) output.textContent = target.value;
    }
    const count = target.parentElement?.querySelector<HTMLElement>('output[data-count]');
    if (count) count.textContent = `${target.value.length} of ${count.dataset.count}`;
    if (target.type === 'file') return;
    // Another model's settings, or a preset's, take the place of what stands there.
    if (target.name !== 'preset')
      box.querySelector<HTMLSelectElement>('[name="preset"]')?.value &&
        target.name === 'model' &&
        resetPreset();
    draw();
  });
  const resetPreset = () => {
    const preset = box.querySelector<HTMLSelectElement>('[name="preset"]');
    if (preset) preset.value = '';
  };
  box.addEventListener('change', async ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !('formFile' in target.dataset)) return;
    const form = formIn();
    const [file] = target.files ?? [];
    if (!file || !form) return;
    const sent = await upload(file, () => {});
    const answer = sent && (await post('/say', { key: newKey(), text: '', files: [sent] }));
    if (!answer?.posted) return;
    const now = filled(form);
    await post('/form/draw', { ...now, draft: { ...now.draft, media: [answer.posted] } });
  });
  box.addEventListener('submit', async (event) => {
    event.preventDefault();
    const form = formIn();
    if (!form || running) return;
    clearTimeout(drawing);
    running = true;
    const button = form.querySelector<HTMLButtonElement>('[type="submit"]');
    button?.setAttribute('aria-disabled', 'true');
    await post('/form/run', { ...filled(form), key });
    running = false;
    button?.removeAttribute('aria-disabled');
  });
  ask.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = ask.querySelector<HTMLFormElement>('form');
    const { act, id, argument } = form?.dataset ?? {};
    const text = String(new FormData(form ?? undefined).get('text') ?? '');
    ask.close();
    void post('/press', { act, id, ...(argument !== undefined && { argument }), text, message: '' });
  });
  for (const dialog of [box, ask])
    dialog.addEventListener('click', ({ target }) => {
      const outside = target === dialog;
      if (outside || (target instanceof Element && target.closest('[data-close]'))) dialog.close();
    });
  box.addEventListener('close', () => {
    box.innerHTML = '';
  });
}

/** Opens the form for what is pointed at. */
export const openForm = (media: readonly { message: string; index: number }[], model?: string) =>
  post('/form', { media, ...(model !== undefined && { model }) });
