/** How a file says that a model made it. */
import type { DigitalSource } from '../../../models/model.ts';
import { lookInto } from './pieces.ts';

const vocabulary = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** The value that people's programs look for. */
export const digitalSourceAddress = (source: DigitalSource): string => `${vocabulary}${source}`;

const known: readonly DigitalSource[] = [
  'algorithmicallyEnhanced',
  'compositeWithTrainedAlgorithmicMedia',
  'trainedAlgorithmicMedia',
];
/** Bytes; our packet stands near the beginning or at the very end. */
const nearBytes = 4096;

/** What a file says of itself, where we have written it. @throws the file system's error */
export const markIn = (path: string): Promise<DigitalSource | undefined> =>
  lookInto(path, async (reader) => {
    const parts = [0, Math.max(0, reader.size - nearBytes)].map(async (at) =>
      (await reader.read(at, nearBytes)).toString('latin1'),
    );
    const text = (await Promise.all(parts)).join('');
    return known.find((source) => text.includes(digitalSourceAddress(source)));
  });

/**
 * An XMP packet (ISO 16684-1) with IPTC's property for it (IPTC Photo Metadata Standard, Digital Source Type). Of
 * ASCII alone, since in a GIF its bytes stand for lengths, too, and a zero would end it.
 */
export const xmpPacket = (source: DigitalSource): Buffer =>
  Buffer.from(
    [
      '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>',
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
      '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"',
      ` Iptc4xmpExt:DigitalSourceType="${digitalSourceAddress(source)}"/>`,
      '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>',
    ].join(''),
    'latin1',
  );
