/** The pictures and videos of the samples. Their names say which scene is drawn for them: see draw/pictures.ts. */

import { mediumOfType } from '../../src/chat/media.ts';
import type { Found } from '../../src/chat/request.ts';
import type { MediaFile } from '../../src/core/domain/job.ts';
import { findModel } from '../../src/models/index.ts';
import type { Settings, Shape } from '../../src/models/model.ts';

const picture = (name: string, width: number, height: number, bytes: number): MediaFile => ({
  name,
  type: name.endsWith('.png') ? 'image/png' : 'image/jpeg',
  width,
  height,
  bytes,
});

export const media = {
  lake: picture('lake.jpg', 360, 240, 16_000),
  skyline: picture('skyline.png', 480, 320, 214_000),
  forest: picture('forest.jpg', 300, 400, 38_000),
  clip: { name: 'waves.mp4', type: 'video/mp4', width: 640, height: 360, bytes: 1_400_000, seconds: 4.2 },
} satisfies Record<string, MediaFile>;
export type MediaName = keyof typeof media;

const { lake } = media;
/** An animation, drawn by its first picture. */
export const moving: MediaFile = {
  ...lake,
  record: {
    medium: 'image',
    type: 'image/gif',
    width: lake.width,
    height: lake.height,
    alpha: true,
    depth: 8,
    light: 'sdr',
    frames: 24,
    moving: { seconds: 2.4, fps: 10, loops: 0 },
  },
};

/** As a chat tells of it. */
export const foundIn = (file: MediaFile, url: string): Found => ({
  url,
  name: file.name,
  medium: mediumOfType(file.type),
  bytes: file.bytes,
  width: file.width,
  height: file.height,
});

const shapeOf = ({ width, height, seconds }: MediaFile): Shape => ({
  width,
  height,
  ...(seconds === undefined ? {} : { seconds, fps: 25 }),
});

/** What a model makes of it, as far as anybody can say. */
export function madeOf(name: string, settings: Settings, source: MediaFile): MediaFile {
  const model = findModel(name);
  const result = model?.expect(settings, shapeOf(source)) ?? source;
  const { width = source.width, height = source.height, seconds } = result;
  const video = model?.gives === 'video';
  const grown = (width * height) / (source.width * source.height);
  return {
    name: video ? 'result.mp4' : 'result.jpg',
    type: video ? 'video/mp4' : 'image/jpeg',
    width,
    height,
    bytes: Math.round(source.bytes * grown * 0.7),
    ...(video ? { seconds: seconds ?? 3 } : {}),
  };
}
