/** What the page says of itself, and its parts. */

const meta = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="darkroom-${name}"]`)?.content ?? '';

export const page = {
  token: meta('token'),
  room: meta('room'),
  person: meta('person'),
  change: meta('change'),
};

/** @throws Error where the page lacks it: a defect of the page */
export function part<It extends HTMLElement>(id: string, kind: new () => It): It {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

/** A text that the page brings along for the script. */
export const said = (name: string): string => document.body.dataset[name] ?? '';
