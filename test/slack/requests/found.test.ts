/** What is found in a message of Slack's, whoever posted it and however. */
import { describe, expect, it } from 'vitest';
import { contentsOf, fileOf } from '../../../src/bots/slack/requests/message-media.ts';
import { endingsOf } from '../../../src/chat/media.ts';

const file = (name: string, more: object = {}) => ({
  id: `F${name.toUpperCase().replace(/\W/g, '')}`,
  name,
  mimetype: '',
  mode: 'hosted',
  size: 1234,
  url_private: `https://files.slack.com/files-pri/T1-F1/${name}`,
  ...more,
});
const found = (message: object) => contentsOf({ ts: '1763700000.000100', user: 'U1', ...message }, 'C1');
const namesIn = (message: object) => found(message).media.map(({ name }) => name);

describe('a message', () => {
  it('has its files, with what Slack says of them and where they were', () => {
    const cat = file('cat.png', { mimetype: 'image/png', original_w: 40, original_h: 30, alt_txt: 'A cat' });
    expect(found({ files: [cat] })).toEqual({
      media: [
        {
          file: 'FCATPNG',
          url: 'https://files.slack.com/files-pri/T1-F1/cat.png',
          name: 'cat.png',
          medium: 'image',
          bytes: 1234,
          width: 40,
          height: 30,
          alt: 'A cat',
          message: { channel: 'C1', ts: '1763700000.000100', author: 'U1' },
        },
      ],
      unusable: [],
    });
  });

  it('has files that Slack is not done with, known by their names, and unknown ones', () => {
    const files = [file('a.MOV'), file('b.webp'), file('c.bin', { mimetype: 'application/octet-stream' })];
    expect(found({ files }).media.map(({ medium }) => medium)).toEqual(['video', 'image', undefined]);
  });

  it('has the files and pictures of a message that was shared in it, each once', () => {
    const files = [file('one.jpg')];
    const attachments = [
      { is_share: true, files: [file('one.jpg'), file('two.mp4')] },
      { blocks: [{ type: 'image', image_url: 'https://example.org/three.png', alt_text: 'Three' }] },
    ];
    expect(namesIn({ files, attachments })).toEqual(['one.jpg', 'two.mp4', 'three.png']);
  });

  it('has the picture that Slack shows of a link, not the link as well', () => {
    const attachments = [
      { from_url: 'https://example.org/cat.png', image_url: 'https://cdn.example.org/x/cat-large.png' },
    ];
    const text =
      'see <https://example.org/cat.png> and <https://example.org/dog.gif|this>, <https://example.org/page|that>';
    expect(namesIn({ text, attachments })).toEqual(['cat-large.png', 'dog.gif']);
  });

  it('has pictures of blocks as other apps post them, and nothing of what is no web address', () => {
    const blocks = [
      { type: 'image', image_url: 'https://example.org/chart.png', alt_text: 'Chart' },
      { type: 'image', slack_file: { id: 'F9' }, alt_text: 'Elsewhere' },
      { type: 'image', image_url: 'data:image/png;base64,AA', alt_text: 'Inline' },
      { type: 'section', text: { type: 'mrkdwn', text: 'words' } },
    ];
    expect(namesIn({ blocks, text: '<mailto:a@example.org|mail> <https://[>' })).toEqual(['chart.png']);
  });

  it('says of each file that is not taken why not', () => {
    const files = [
      file('notes.pdf', { mimetype: 'application/pdf' }),
      file('code.png', { mode: 'snippet' }),
      file('far.png', { mode: 'external' }),
      file('far-too.png', { is_external: true }),
      { id: 'F1', mode: 'tombstone' },
      file('old.png', { mode: 'hidden_by_limit' }),
    ];
    const { media, unusable } = found({ files });
    expect(media).toEqual([]);
    expect(unusable).toEqual([
      'notes.pdf is no picture or video.',
      'code.png is no picture or video.',
      expect.stringContaining('far.png is kept outside Slack'),
      expect.stringContaining('far-too.png is kept outside Slack'),
      'A file was deleted.',
      expect.stringContaining('old.png is hidden by the limits'),
    ]);
  });

  it('that is malformed is an error, not an empty answer', () => {
    expect(() => contentsOf({ text: 'no ts' }, 'C1')).toThrow();
    expect(() => fileOf({ name: 'no id' })).toThrow();
  });
});

it('a picker of files offers what the engine can read, under every name it goes by', () => {
  const images = 'apng avif bmp gif heic heif ico j2k jp2 jpeg jpg jxl png svg tif tiff webp'.split(' ');
  expect(endingsOf('image').toSorted()).toEqual(images);
  // A picture that moves is a clip, too.
  const moving = ['apng', 'avif', 'gif', 'png', 'webp'];
  const clips = '3gp asf avi flv m2ts m4v mkv mov mp4 mpeg mpg mts ts vob webm wmv'.split(' ');
  expect(endingsOf('video').toSorted()).toEqual([...clips, ...moving].toSorted());
});
