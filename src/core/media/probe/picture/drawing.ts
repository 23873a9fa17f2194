/** Drawings (SVG): taken only where everything stands in the file itself. */
import { readFile, stat } from 'node:fs/promises';
import { Unreadable } from '../unreadable.ts';

/** Bytes; a drawing of this length takes a minute to draw. */
const mostBytes = 10_000_000;

/** Names that nothing is looked up under. */
const outsideDrawing = 'image/svg+xml with things outside';

/** Whatever a reference may lead to inside: a part of the drawing, or pixels that are written out in it. */
const inside = /^\s*(#|data:image\/(png|jpe?g|gif|webp);)/i;

/** @throws Unreadable where it leads outside, or is written so that this cannot be seen */
export async function checkDrawing(path: string): Promise<void> {
  if ((await stat(path)).size > mostBytes) throw new Unreadable({ refused: 'image/svg+xml' });
  const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  if (leadsOutside(text)) throw new Unreadable({ refused: outsideDrawing });
}

/** What is allowed is listed, not what is forbidden: references can be hidden in more ways than anybody knows. */
function leadsOutside(text: string): boolean {
  // Entities and documents of other kinds; what style sheets escape could be the name of anything.
  if (/<!ENTITY|<!DOCTYPE[^>]*\[|<\?xml-stylesheet|@import|XInclude|<script|\\[0-9a-f]/i.test(text))
    return true;
  const references = text.matchAll(/(?:href|src|base)\s*=\s*("[^"]*"|'[^']*'|[^\s>]*)/gi);
  for (const [, value = ''] of references) if (!inside.test(value.replace(/^["']/, ''))) return true;
  const urls = text.matchAll(/url\s*\(\s*(?:["']|&quot;|&apos;)?([^)]*)/gi);
  for (const [, value = ''] of urls) if (!inside.test(value)) return true;
  return false;
}

/** Pixels along the longer edge of a drawing, which has no pixels of its own: small ones are drawn larger. */
const [smallestDrawing, largestDrawing] = [1024, 4096];

/** The size in which a drawing that asks for this one is drawn. The same again when it is asked twice. */
export function drawnSize({ width, height }: { width: number; height: number }) {
  const longer = Math.max(width, height);
  const scale = Math.min(largestDrawing, Math.max(smallestDrawing, longer)) / longer;
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
