/** Saying something: words, files that are dropped, pasted or chosen, and commands from a list. */
import { aboutChip, type Pointed, remover } from './chips.ts';
import { commandList } from './command-list.ts';
import { openForm } from './dialogs.ts';
import { part, said } from './page-data.ts';
import { newKey, post, upload } from './post.ts';

type Chosen = {
  name: string;
  sent: Promise<{ file: unknown; sign: string } | undefined>;
  line: HTMLLIElement;
};

export function composer(): void {
  const form = part('composer', HTMLFormElement);
  const say = part('say', HTMLTextAreaElement);
  const list = part('chosen', HTMLUListElement);
  const picker = part('file', HTMLInputElement);
  const chosen: Chosen[] = [];
  const pointed = aboutChip(list, say);

  function take(files: Iterable<File>): void {
    for (const file of files) {
      const line = document.createElement('li');
      const [name, bar] = [document.createElement('span'), document.createElement('progress')];
      name.textContent = file.name;
      name.className = 'cut';
      Object.assign(bar, { max: 1, value: 0 });
      bar.setAttribute('aria-label', `${said('uploading')} ${file.name}`);
      line.append(
        name,
        bar,
        remover(file.name, () => drop()),
      );
      list.append(line);
      const sent = upload(file, (share) => {
        bar.value = share;
      }).then((answer) => {
        bar.value = 1;
        if (!answer) drop();
        return answer;
      });
      const it = { name: file.name, sent, line };
      const drop = () => {
        const at = chosen.indexOf(it);
        if (at >= 0) chosen.splice(at, 1);
        line.remove();
      };
      chosen.push(it);
    }
    say.focus();
  }

  /** @param usual what it is about, where nothing comes with it and nothing is pointed at */
  async function send(usual: readonly Pointed[] = []): Promise<void> {
    const text = say.value.trim();
    const about = pointed.take() ?? usual;
    const files = chosen.splice(0);
    if (text === '' && files.length === 0) return;
    say.value = '';
    grow();
    const sent = (await Promise.all(files.map((it) => it.sent))).filter((it) => it !== undefined);
    for (const it of files) it.line.remove();
    if (text === '' && sent.length === 0) return;
    await post('/say', { key: newKey(), text, files: sent, about });
  }

  /** The newest file of the channel, unless others lie ready. */
  function newest(): Pointed[] {
    const [last] = [...document.querySelectorAll<HTMLElement>('[data-enhance]')].slice(-1);
    const [message, index] = last?.dataset.enhance?.split('/') ?? [];
    if (message === undefined || chosen.length > 0) return [];
    return [{ message, index: index === 'all' ? 0 : Number(index) }];
  }

  const grow = () => {
    say.style.height = 'auto';
    say.style.height = `${Math.min(say.scrollHeight, 160)}px`;
  };
  const menu = commandList(say, async (command, model) => {
    if (model === undefined) {
      say.value = `/${command}`;
      return send(newest());
    }
    say.value = '';
    if (chosen.length > 0) {
      const files = chosen.splice(0);
      const sent = (await Promise.all(files.map((it) => it.sent))).filter((it) => it !== undefined);
      for (const it of files) it.line.remove();
      const answer = await post('/say', { key: newKey(), text: '', files: sent });
      const media = answer.posted
        ? sent.map((_, index) => ({ message: answer.posted?.message ?? '', index }))
        : [];
      return void (await openForm(media, model));
    }
    await openForm(pointed.take() ?? newest(), model);
  });

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    menu.close();
    void send();
  });
  say.addEventListener('keydown', (event) => {
    if (menu.key(event)) return event.preventDefault();
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  say.addEventListener('input', () => {
    grow();
    menu.filter();
  });
  say.addEventListener('paste', ({ clipboardData }) => {
    const files = [...(clipboardData?.files ?? [])];
    if (files.length > 0) take(files);
  });
  picker.addEventListener('change', () => {
    take([...(picker.files ?? [])]);
    picker.value = '';
  });
  let inside = 0;
  const over = (on: boolean) => document.body.toggleAttribute('data-over', on);
  document.addEventListener('dragenter', () => over(++inside > 0));
  document.addEventListener('dragleave', () => over(--inside > 0));
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    inside = 0;
    over(false);
    take([...(event.dataTransfer?.files ?? [])]);
  });
}
