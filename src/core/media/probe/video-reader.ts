/**
 * A program of its own: reads the video named on its command line and prints what it found as JSON. video.ts starts
 * it and ends it when it takes too long: a few changed bytes in a sample table are enough to keep a reader counting
 * for hours without a pause, or to make it fill the memory.
 */
import {
  EncodedPacketSink,
  FilePathSource,
  Input,
  MATROSKA,
  MatroskaInputFormat,
  MP4,
  QTFF,
  WEBM,
} from 'mediabunny';
import type { VideoReading } from './video.ts';

/** Packets; enough for a steady rate, and a table of billions is not walked. */
const rateSample = 2000;

/** Frames per second; telephones film slow motion at 240. Beyond it the times are false and would hide the length. */
const maxRate = 250;

async function read(path: string, type: string): Promise<VideoReading> {
  const input = new Input({
    formats: [MP4, QTFF, MATROSKA, WEBM],
    // A file that breaks off is reported by the read that meets it; the reads ahead of it need not say so too.
    source: new FilePathSource(path, { handleUnhandledError: () => {} }),
  });
  try {
    if (!(await input.canRead())) return { refused: 'unknown' };
    const format = await input.getFormat();
    if (format.mimeType !== type) return { refused: format.mimeType };
    const track = await input.getPrimaryVideoTrack();
    const audio = (await input.getPrimaryAudioTrack()) !== null;
    if (!track && audio) return { refused: type.replace('video/', 'audio/') };
    if (!track) throw new Error('no tracks in it');
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];

    // The last picture is really read: a download that broke off has a whole header and no end.
    const sink = new EncodedPacketSink(track);
    const [first, last] = [await sink.getFirstPacket(), await sink.getPacket(Number.POSITIVE_INFINITY)];
    if (!first?.byteLength || !last?.byteLength) throw new Error('no pictures in it');
    // Recorders begin a little before or after zero; what is shown is what lies between.
    const seconds = (await track.computeDuration()) - (await track.getFirstTimestamp());
    // Matroska has no table of what should come, so one that broke off is known by the length it claims.
    const [claimed, found] = [await input.getDurationFromMetadata(), await input.computeDuration()];
    if (claimed !== null && format instanceof MatroskaInputFormat && claimed > found * 1.1 + 1)
      throw new Error(`${claimed} s were promised and ${found} s are there`);
    const { averagePacketRate: fps } = await track.computePacketStats(rateSample, { metadataOnly: true });
    if (!(width > 0 && height > 0 && seconds > 0 && fps > 0)) throw new Error('it shows nothing');
    if (fps > maxRate) throw new Error(`${fps} pictures a second`);
    return { width, height, seconds, fps, audio };
  } finally {
    input.dispose();
  }
}

const [path = '', type = ''] = process.argv.slice(2);
const reading = await read(path, type).catch((error: unknown): VideoReading => ({ damaged: String(error) }));
process.stdout.write(JSON.stringify(reading));
