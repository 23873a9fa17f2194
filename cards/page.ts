/** The page: a heading for each kind, and what both chats are sent for it side by side. */
import { discord } from './draw/discord/payload.ts';
import { type Html, html, raw } from './draw/html.ts';
import type { Look } from './draw/look.ts';
import { slack } from './draw/slack/payload.ts';
import type { Drawn, DrawnSection } from './samples/sample.ts';

/** Both are missing together in no sample. */
const column = (name: string, drawn: readonly Html[]): Html =>
  html`<div class="column">${drawn.length > 0 ? drawn : html`<p class="none">nothing of its own on ${name}</p>`}</div>`;

const sampleOf = ({ title, discord: left, slack: right }: Drawn, look: Look): Html => html`<h3>${title}</h3>
${column(
  'Discord',
  left.map((it) => discord(it, look)),
)}
${column(
  'Slack',
  right.map((it) => slack(it, look)),
)}`;

const sectionOf = ({ title, about, samples }: DrawnSection, look: Look): Html =>
  html`<section id="${anchor(title)}"><h2>${title} <span>${about}</span></h2>${samples.map((it) => sampleOf(it, look))}</section>`;

const anchor = (title: string) => title.toLowerCase().replace(/\W+/g, '-');

/** Before the first paint: `?theme=dark` or `?theme=light` instead of the system's; `?only=` some sections' anchors. */
const script = raw(`<script>
const asked = new URLSearchParams(location.search);
if (asked.get('theme')) document.documentElement.dataset.theme = asked.get('theme');
addEventListener('DOMContentLoaded', () => {
  const only = asked.get('only')?.split(',');
  if (only) for (const it of document.querySelectorAll('section')) it.hidden = !only.includes(it.id);
});
</script>`);

/** @throws Unknown for what cannot be drawn. @param styles CSS */
export function pageOf(sections: readonly DrawnSection[], look: Look, styles: string): string {
  const drawn = sections.map((it) => sectionOf(it, look));
  const links = sections.map(({ title }) => html`<a href="#${anchor(title)}">${title}</a> `);
  return html`${raw('<!doctype html>')}
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Darkroom: every card</title>${script}<style>${raw(styles)}</style>
<main><h1>Every card</h1><p class="lead">What both chats are sent, drawn by the adapters from sample jobs. Their clients draw it like this, more or less.</p>
<nav>${links}</nav><div class="names"><b>Discord</b><b>Slack</b></div>${drawn}</main></html>`.html;
}
