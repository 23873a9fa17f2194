/** Whether pixels are all alike, as far as anybody can see. */

/** Levels of 256 that are no difference to be seen. */
const same = 2;

/** @param data one byte for each channel of each pixel */
export function isEven(data: Uint8Array, channels: number): boolean {
  return Array.from({ length: channels }, (_, channel) => channel).every((channel) => {
    let [least, most] = [255, 0];
    for (let at = channel; at < data.length; at += channels) {
      const value = data[at] ?? 0;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return most - least <= same;
  });
}
