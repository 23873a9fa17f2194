/** The files that are sent with samples. */
import type { DrawnSection } from './sample.ts';

type File = { name: string; data: Uint8Array };

/** Each once, by its name. */
export function filesIn(sections: readonly DrawnSection[]): File[] {
  const files = new Map<string, File>();
  for (const { discord, slack } of sections.flatMap(({ samples }) => samples)) {
    for (const { name, data } of discord.flatMap((it) => (it.kind === 'message' ? it.files : [])))
      if (data instanceof Uint8Array) files.set(name, { name, data });
    for (const it of slack)
      if (it.kind === 'file' && it.data) files.set(it.fileName, { name: it.fileName, data: it.data });
  }
  return [...files.values()];
}
