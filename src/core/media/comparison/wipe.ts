/** A clip that wipes the result over its source and back, with FFmpeg. */
import { join } from 'node:path';
import { stills } from './apart.ts';
import { type ClipWork, encode } from './clip-work.ts';
import type { Pair } from './task.ts';
import type { Facts } from './words.ts';

/** Seconds that each is to be seen, and that the edge takes over the picture. */
const [rest, over, fps] = [0.35, 0.8, 25];
const back = 2 * rest + over;
const total = back + over + rest;

/** @throws the signal's reason; the encoder's error, or that of what draws */
export async function wipeClip(pair: Pair, work: ClipWork): Promise<Facts & { path: string }> {
  const { folder, signal } = work;
  const { size, ...facts } = await stills({ kind: 'stills', ...pair, folder }, signal);
  const still = (name: string) => ({
    path: join(folder, `${name}.png`),
    options: [...['-loop', '1', '-framerate', String(fps), '-t', String(total)], ...['-f', 'image2']],
  });
  const fade = (how: string, at: number) => `xfade=transition=${how}:duration=${over}:offset=${at}`;
  const gone = `if(lt(t,${back}),(t-${rest})/${over},1-(t-${back})/${over})`;
  const graph = [
    ...[0, 1, 2].map((index) => `[${index}:v]format=yuv420p,setsar=1[p${index}]`),
    `[p0][p1]${fade('wiperight', rest)}[there]`,
    `[there][p2]${fade('wipeleft', back)}[wiped]`,
    `color=c=0xff9448:s=4x${size.height}:r=${fps}:d=${total}[edge]`,
    `[wiped][edge]overlay=x='clip(W*(${gone})-2,-4,W)'[out]`,
  ];
  const output = join(folder, 'wipe.mp4');
  await encode(work, { inputs: ['before', 'after', 'before'].map(still), graph, seconds: total, output });
  return { ...facts, path: output };
}
