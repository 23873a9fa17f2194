/** What files can be posted, in short: from the types that are read, and from the models. */
import type { MediaRecord } from '../../core/domain/media-record.ts';
import { conversionOf } from '../../core/media/convert/plan.ts';
import { fileKinds, type Kind } from '../../core/media/probe/kinds.ts';
import { mostPixels } from '../../core/media/probe/probe.ts';
import { fileTypeName, fileWords } from '../../core/words/file-types.ts';
import { models } from '../../models/index.ts';
import type { Style } from '../reply.ts';

/** @param typed how a command is written there */
export function fileLines({ code }: Pick<Style, 'code'>, typed: (command: string) => string): string[] {
  const commandsFor = (medium: Kind['medium']) =>
    models.filter(({ takes }) => takes === medium).map(({ command }) => code(typed(command)));
  const longest = models.flatMap(({ command, media: { maxSeconds } }) =>
    maxSeconds === undefined ? [] : [fileWords.longest(code(typed(command)), maxSeconds)],
  );
  return [
    ...(['image', 'video'] as const).flatMap((medium) => [
      fileWords.asTheyAre(medium, namesOf(medium, false)),
      fileWords.converted(medium, namesOf(medium, true)),
    ]),
    fileWords.moving(commandsFor('video'), commandsFor('image')),
    fileWords.limits(mostPixels / 1_000_000, longest),
    fileWords.lost,
    fileWords.private,
    fileWords.refused,
  ];
}

const namesOf = (medium: Kind['medium'], converted: boolean): string[] => [
  ...new Set(
    fileKinds
      .filter((kind) => kind.medium === medium && isConverted(kind) === converted)
      .map(({ ending }) => fileTypeName(ending)),
  ),
];

/** As such files mostly are: one picture, or H.264 with eight bits a colour. */
function isConverted({ medium, type }: Kind): boolean {
  const common = { type, width: 64, height: 48, alpha: false, depth: 8, light: 'sdr', frames: 1 } as const;
  const clip = { seconds: 1, fps: 1, uneven: false, codec: 'avc', audio: false, track: 0, further: 0 };
  const usual: MediaRecord = medium === 'image' ? { medium, ...common } : { medium, ...common, ...clip };
  return conversionOf(usual, medium) !== undefined;
}
