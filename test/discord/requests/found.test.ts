/** Pictures and videos in messages as Discord tells them. */
import { type APIMessage, ComponentType } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mediaIn } from '../../../src/bots/discord/requests/message-media.ts';
import type { RawMessage } from '../../../src/bots/discord/requests/raw-message.ts';

const cdn = 'https://cdn.discordapp.com/attachments/1/2';
const proxy = 'https://images-ext-1.discordapp.net/external/abc';
const message = (contents: object): RawMessage =>
  // Only what a test is about is written down.
  ({
    id: '11',
    channel_id: '22',
    author: { id: '33' },
    content: '',
    attachments: [],
    embeds: [],
    ...contents,
  }) as unknown as APIMessage;
const attachment = (filename: string, more: object = {}) => ({
  id: '2',
  filename,
  size: 1000,
  url: `${cdn}/${filename}?ex=1`,
  proxy_url: `https://media.discordapp.net/attachments/1/2/${filename}`,
  ...more,
});
const hosted = (name: string, more: object = {}) => ({
  url: `${cdn}/${name}`,
  proxy_url: `https://media.discordapp.net/attachments/1/2/${name}`,
  attachment_id: '2',
  ...more,
});
const gallery = (...items: object[]) => ({ type: ComponentType.MediaGallery, id: 1, items });
const names = (contents: object) => mediaIn(message(contents)).map(({ name }) => name);

describe('the media of a message', () => {
  it('an attachment brings all that Discord says of it, and where it stands', () => {
    const file = attachment('cat.png', {
      content_type: 'image/png',
      width: 640,
      height: 480,
      description: 'A cat',
    });
    expect(mediaIn(message({ attachments: [file] }))).toEqual([
      {
        url: `${cdn}/cat.png?ex=1`,
        name: 'cat.png',
        medium: 'image',
        bytes: 1000,
        width: 640,
        height: 480,
        alt: 'A cat',
        spoiler: false,
        message: { id: '11', channel: '22', author: '33' },
      },
    ]);
  });

  it('comes in reading order: attachments, what is forwarded, components, embeds', () => {
    const forwarded = message({
      attachments: [attachment('2.mp4')],
      components: [gallery({ media: hosted('3.png') })],
    });
    expect(
      names({
        embeds: [{ image: { url: 'https://example.org/5.png', proxy_url: `${proxy}/5.png` } }],
        components: [gallery({ media: hosted('4.png') })],
        message_snapshots: [{ message: forwarded }],
        attachments: [attachment('1.png')],
      }),
    ).toEqual(['1.png', '2.mp4', '3.png', '4.png', '5.png']);
  });

  it('is found in galleries, files, sections and what is nested in containers', () => {
    const section = {
      type: ComponentType.Section,
      components: [{ type: ComponentType.TextDisplay, content: 'text' }],
      accessory: {
        type: ComponentType.Thumbnail,
        media: hosted('thumbnail.webp', { content_type: 'image/webp' }),
      },
    };
    const file = { type: ComponentType.File, file: hosted('clip.mp4'), name: 'clip.mp4', size: 7 };
    const button = { type: ComponentType.Section, components: [], accessory: { type: ComponentType.Button } };
    const found = mediaIn(
      message({
        components: [
          { type: ComponentType.ActionRow, components: [{ type: ComponentType.Button }] },
          gallery({ media: hosted('a.png'), description: 'First' }, { media: hosted('b.mov') }),
          { type: ComponentType.Container, components: [section, file, button, { type: 9999 }] },
        ],
      }),
    );
    expect(found.map(({ name, medium, alt, bytes }) => [name, medium, alt, bytes])).toEqual([
      ['a.png', 'image', 'First', undefined],
      ['b.mov', 'video', undefined, undefined],
      ['thumbnail.webp', 'image', undefined, undefined],
      ['clip.mp4', 'video', undefined, 7],
    ]);
  });

  it('of a stranger is taken from Discord’s proxy, never from the stranger', () => {
    const foreign = { url: 'https://example.org/a%20b.png', proxy_url: `${proxy}/a.png` };
    const [shown] = mediaIn(message({ components: [gallery({ media: foreign })] }));
    expect(shown).toMatchObject({ url: `${proxy}/a.png`, name: 'a b.png' });
    const [embedded] = mediaIn(message({ embeds: [{ thumbnail: { ...foreign, width: 0, height: 0 } }] }));
    expect(embedded).toMatchObject({ url: `${proxy}/a.png`, medium: 'image', width: undefined });
    expect(names({ embeds: [{ image: { url: 'https://example.org/a.png' } }] })).toEqual([]);
  });

  it('of an embed is its moving picture, or else its picture; a player on a web page is neither', () => {
    const still = { url: 'https://media.tenor.com/a.png', proxy_url: `${proxy}/a.png` };
    const moving = { url: 'https://media.tenor.com/a.mp4', proxy_url: `${proxy}/a.mp4` };
    expect(names({ embeds: [{ type: 'gifv', video: moving, thumbnail: still }] })).toEqual(['a.mp4']);
    const player = { url: 'https://www.youtube.com/embed/x' };
    expect(names({ embeds: [{ type: 'video', video: player, thumbnail: still }] })).toEqual(['a.png']);
    expect(names({ embeds: [{ type: 'rich', title: 'Nothing', author: { icon_url: 'x' } }] })).toEqual([]);
  });

  it('stays a spoiler: by flag, by name, by component, by its container, by the bars around its link', () => {
    const spoilers = (contents: object) => mediaIn(message(contents)).map(({ spoiler }) => spoiler);
    expect(spoilers({ attachments: [attachment('a.png', { flags: 8 }), attachment('b.png')] })).toEqual([
      true,
      false,
    ]);
    expect(spoilers({ attachments: [attachment('SPOILER_a.png')] })).toEqual([true]);
    expect(names({ attachments: [attachment('SPOILER_a.png')] })).toEqual(['a.png']);
    expect(
      spoilers({
        components: [gallery({ media: hosted('a.png'), spoiler: true }, { media: hosted('b.png') })],
      }),
    ).toEqual([true, false]);
    expect(spoilers({ components: [gallery({ media: hosted('a.png', { flags: 8 }) })] })).toEqual([true]);
    const file = { type: ComponentType.File, file: hosted('a.mp4') };
    const container = { type: ComponentType.Container, spoiler: true, components: [file] };
    expect(spoilers({ components: [container] })).toEqual([true]);
    const url = 'https://example.org/a.png';
    const embeds = [{ url, thumbnail: { url, proxy_url: `${proxy}/a.png` } }];
    expect(spoilers({ content: `look ||at ${url} now||`, embeds })).toEqual([true]);
    expect(spoilers({ content: `||look|| at ${url}`, embeds })).toEqual([false]);
    expect(
      spoilers({ message_snapshots: [{ message: message({ attachments: [attachment('SPOILER_a.png')] }) }] }),
    ).toEqual([true]);
  });

  it('leaves out what is neither picture nor video, and takes a nameless file only where there is nothing else', () => {
    const text = attachment('notes.txt', { content_type: 'text/plain' });
    const sound = attachment('voice.ogg', { content_type: 'audio/ogg' });
    expect(names({ attachments: [text, sound] })).toEqual([]);
    const nameless = attachment('unknown');
    expect(mediaIn(message({ attachments: [text, nameless] }))).toMatchObject([
      { name: 'unknown', medium: undefined },
    ]);
    expect(names({ attachments: [nameless, attachment('a.png')] })).toEqual(['a.png']);
    expect(
      names({ attachments: [attachment('A.PNG', { content_type: 'application/octet-stream' })] }),
    ).toEqual(['A.PNG']);
  });

  it('is there once, however often it is shown', () => {
    const shown = gallery({ media: hosted('a.png') }, { media: hosted('a.png') });
    expect(names({ components: [shown] })).toEqual(['a.png']);
  });

  it('whatever a message holds, nothing throws and no address is anything but a web address', () => {
    const url = fc.oneof(fc.webUrl(), fc.string(), fc.constant('attachment://a.png'));
    const media = fc.record(
      {
        url,
        proxy_url: url,
        content_type: fc.constantFrom('image/png', 'video/mp4', null),
        attachment_id: fc.string(),
      },
      { requiredKeys: ['url'] },
    );
    const leaf = fc.oneof(
      fc.record({ type: fc.constant(ComponentType.MediaGallery), items: fc.array(fc.record({ media })) }),
      fc.record({ type: fc.constant(ComponentType.File), file: media }),
      fc.record({ type: fc.integer({ min: 20, max: 99 }) }),
    );
    const container = fc.record({
      type: fc.constant(ComponentType.Container),
      components: fc.array(leaf),
      spoiler: fc.boolean(),
    });
    const embed = fc.record({ image: media, video: media, url }, { requiredKeys: [] });
    const contents = fc.record({
      content: fc.string(),
      components: fc.array(fc.oneof(leaf, container)),
      embeds: fc.array(embed),
    });
    fc.assert(
      fc.property(contents, (it) => {
        for (const found of mediaIn(message(it))) expect(found.url).toMatch(/^https?:/);
      }),
    );
  });
});
