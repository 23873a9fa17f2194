/** What browsers show by themselves. https://developer.mozilla.org/docs/Web/Media/Guides/Formats/Image_types */
const pictures = ['jpeg', 'png', 'gif', 'webp', 'avif', 'svg+xml', 'bmp', 'apng'].map(
  (type) => `image/${type}`,
);
const videos = ['video/mp4', 'video/webm'];

/** @param type a MIME type */
export const shownInBrowsers = (type: string): boolean => pictures.includes(type) || videos.includes(type);
