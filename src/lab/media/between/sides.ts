/** One of two frames as it is worked with: its planes with room around them, and its brightness at five sizes. */
import { emptyLevels, emptyPlane, fillLevels, fillPlane, type Plane } from './planes.ts';

export type Size = { width: number; height: number };
type Side = { planes: Plane[]; levels: Plane[] };

export function emptySide({ width, height }: Size): Side {
  const light = emptyPlane(width, height);
  return {
    planes: [light, emptyPlane(width / 2, height / 2), emptyPlane(width / 2, height / 2)],
    levels: emptyLevels(light),
  };
}

export function fillSide({ planes, levels }: Side, frame: Uint8Array): void {
  let offset = 0;
  for (const plane of planes) {
    fillPlane(plane, frame, offset);
    offset += plane.width * plane.height;
  }
  fillLevels(levels);
}
