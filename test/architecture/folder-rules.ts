/** What lies where: how much of it, under which name, and in which order the rooms of a folder may know each other. */
import { posix } from 'node:path';
import { adaptersOf, circlesOf, importsOf, sourcesOf, type Tree, within } from './tree.ts';

const mostFiles = 15;
const mostLines = 150;
/** A longer file's ceiling comes down with it; so many lines more are let be, or every small change would be two. */
const slack = 10;

// Lowest first. Rooms of one floor may know each other as long as they make no circle.
const floors = (text: string): string[][] => text.split('|').map((names) => names.trim().split(' '));
const coreFloors = floors(
  'words log charts | domain text queue learned | store media provider view | credits inspect | ports | card-updates | jobs',
);
const adapterFloors = floors(
  `context upload-limits posted settings | address errors words rate-limits ids | connection | cards | requests | form commands |
  home | listeners | index`,
);

const adapterRooms = ['cards', 'commands', 'connection', 'form', 'listeners', 'requests', 'words'];
/** What only one of the platforms has. */
const ownRooms: Readonly<Record<string, readonly string[]>> = { slack: ['home'] };
const chatRooms = [
  'acts',
  'batch',
  'channel-rules',
  'commands',
  'form',
  'owner',
  'pot',
  'presets',
  'recipe',
  'taste',
  'typed',
  'versions',
];

/** A file or a folder directly in a folder. */
const roomOf = (name = ''): string => name.replace(/\.tsx?$/, '');

const roomsIn = (tree: Tree, folder: string): string[] => {
  const inside = sourcesOf(tree).filter(({ path }) => within(folder, path));
  return [...new Set(inside.map(({ path }) => roomOf(path.slice(folder.length + 1).split('/')[0])))];
};
const foldersIn = (tree: Tree, folder: string): string[] =>
  roomsIn(tree, folder).filter(
    (room) => !tree.has(`${folder}/${room}.ts`) && !tree.has(`${folder}/${room}.tsx`),
  );

type Arrow = { room: string; other: string; from: string; to: string };

/** By the folder in which the ways to the two files part: which of its rooms imports which. */
function arrowsOf(tree: Tree): Map<string, Arrow[]> {
  const arrows = new Map<string, Arrow[]>();
  for (const { from, to } of importsOf(tree)) {
    const [one, other] = [from.split('/'), to.split('/')];
    const depth = one.findIndex((part, index) => part !== other[index]);
    if (depth < 1) continue;
    const folder = one.slice(0, depth).join('/');
    const rooms = { room: roomOf(one[depth]), other: roomOf(other[depth]) };
    if (rooms.room === rooms.other) continue;
    const there = arrows.get(folder);
    if (there) there.push({ ...rooms, from, to });
    else arrows.set(folder, [{ ...rooms, from, to }]);
  }
  return arrows;
}

export const folderRules = {
  'a folder has at most 15 files': (tree: Tree) => {
    const counts = new Map<string, number>();
    for (const path of tree.keys())
      counts.set(posix.dirname(path), (counts.get(posix.dirname(path)) ?? 0) + 1);
    return [...counts].filter(([, count]) => count > mostFiles).map(([folder]) => folder);
  },

  'no folders import each other in a circle': (tree: Tree) =>
    [...arrowsOf(tree)].flatMap(([folder, arrows]) =>
      circlesOf(arrows.map(({ room, other }) => [room, other])).map(
        (circle) => `${folder}: ${circle.join(' ')}`,
      ),
    ),

  'rooms import only what is below them or on their own floor': (tree: Tree) => {
    const houses = adaptersOf(tree).map((name) => [`src/bots/${name}`, adapterFloors] as const);
    const arrows = arrowsOf(tree);
    return ([['src/core', coreFloors], ...houses] as const).flatMap(([folder, order]) => {
      const floorOf = (room: string) => order.findIndex((names) => names.includes(room));
      const lost = roomsIn(tree, folder).filter((room) => floorOf(room) < 0);
      const up = (arrows.get(folder) ?? []).filter(({ room, other }) => floorOf(room) < floorOf(other));
      return [
        ...lost.map((room) => `${folder}/${room} has no floor`),
        ...up.filter(({ room }) => floorOf(room) >= 0).map(({ from, to }) => `${from} → ${to}`),
      ];
    });
  },

  'both chats have rooms of the same names': (tree: Tree) =>
    adaptersOf(tree).flatMap((name) => {
      const folder = `src/bots/${name}`;
      const [due, there] = [[...adapterRooms, ...(ownRooms[name] ?? [])], foldersIn(tree, folder)];
      return [
        ...due.filter((room) => !there.includes(room)).map((room) => `${folder}/${room} is missing`),
        ...there.filter((room) => !due.includes(room)).map((room) => `${folder}/${room} is one more`),
      ];
    }),

  'chat has files, its commands and what is typed': (tree: Tree) =>
    foldersIn(tree, 'src/chat')
      .filter((room) => !chatRooms.includes(room))
      .map((room) => `src/chat/${room}`),

  'a file is named for its subject': (tree: Tree) =>
    [...tree.keys()].filter((path) =>
      /(^|[-._])(utils?|helpers?|misc|common|stuff)([-._]|$)/i.test(posix.basename(path)),
    ),
};

/** @param ceilings how long files may be that were too long already; such a number only comes down, and goes. */
export const tooLong = (tree: Tree, ceilings: Readonly<Record<string, number>>): string[] => {
  const lengths = new Map(sourcesOf(tree).map(({ path, text }) => [path, text.trimEnd().split('\n').length]));
  const needless = Object.entries(ceilings).filter(([path, most]) => {
    const lines = lengths.get(path) ?? 0;
    return lines <= mostLines || lines < most - slack;
  });
  return [
    ...[...lengths]
      .filter(([path, lines]) => lines > (ceilings[path] ?? mostLines))
      .map(([path, lines]) => `${path}: ${lines} lines, over ${ceilings[path] ?? mostLines}`),
    ...needless.map(
      ([path, most]) => `${path}: its ceiling of ${most} is over ${lengths.get(path) ?? 'no'} lines`,
    ),
  ];
};
