/** The pictures of the samples: drawn, not photographed, so that they are ours and small. */
import sharp from 'sharp';

const [width, height] = [720, 480];

const lake = `<linearGradient id="g" x2="0" y2="1"><stop offset="0" stop-color="#1b2450"/><stop offset=".5" stop-color="#c46a4a"/><stop offset=".55" stop-color="#4a4664"/><stop offset="1" stop-color="#12172e"/></linearGradient>
<rect width="720" height="480" fill="url(#g)"/><circle cx="520" cy="170" r="44" fill="#ffd9a0"/>
<path d="M0 262 L140 120 L250 220 L340 150 L470 262 Z" fill="#232043"/><path d="M330 262 L520 190 L720 262 Z" fill="#2d2850"/>
<g fill="#ffd9a0" opacity=".45"><rect x="470" y="285" width="110" height="5"/><rect x="490" y="312" width="70" height="5"/><rect x="478" y="345" width="96" height="5"/></g>
<path d="M80 330 l46 -70 l46 70 Z" fill="#f0a24c"/>`;
const skyline = `<linearGradient id="g" x2="0" y2="1"><stop offset="0" stop-color="#0d1430"/><stop offset="1" stop-color="#5a4a8a"/></linearGradient>
<rect width="720" height="480" fill="url(#g)"/><circle cx="130" cy="100" r="36" fill="#e8e6f5"/>
${[0, 70, 150, 215, 300, 380, 450, 540, 620]
  .map((x, index) => {
    const tall = [190, 260, 150, 320, 230, 290, 180, 340, 220][index] ?? 200;
    const lights = Array.from({ length: 12 }, (_, light) => {
      const [left, top] = [x + 10 + (light % 3) * 18, 480 - tall + 18 + Math.floor(light / 3) * 34];
      return (light * 7 + index * 3) % 5 < 3
        ? `<rect x="${left}" y="${top}" width="9" height="14" fill="#ffce73"/>`
        : '';
    });
    return `<rect x="${x}" y="${480 - tall}" width="66" height="${tall}" fill="#151a38"/>${lights.join('')}`;
  })
  .join('')}`;
const forest = `<linearGradient id="g" x2="0" y2="1"><stop offset="0" stop-color="#d9e6dd"/><stop offset="1" stop-color="#6f9a86"/></linearGradient>
<rect width="720" height="480" fill="url(#g)"/>
${[0.35, 0.6, 1]
  .map((near, row) =>
    Array.from({ length: 9 }, (_, index) => {
      const [x, y, tall] = [index * 90 + row * 37, 250 + row * 110, 190 * near + 40];
      return `<path d="M${x} ${y} l${tall / 4} ${-tall} l${tall / 4} ${tall} Z" fill="#1f4a3b" opacity="${near}"/>`;
    }).join(''),
  )
  .join('')}`;
const waves = `<linearGradient id="g" x2="0" y2="1"><stop offset="0" stop-color="#8fd0e8"/><stop offset=".45" stop-color="#eaf6f2"/><stop offset="1" stop-color="#0f4c6e"/></linearGradient>
<rect width="720" height="480" fill="url(#g)"/>
${[230, 290, 350, 420]
  .map(
    (y, index) =>
      `<path d="M0 ${y} q90 ${-50 + index * 8} 180 0 t180 0 t180 0 t180 0 V480 H0 Z" fill="#15668f" opacity="${0.35 + index * 0.18}"/>`,
  )
  .join('')}`;

/** By the beginning of the names that stand for them, in small letters. */
const scenes = { lake, skyline, forest, waves, clip: waves } as const;
type Scene = keyof typeof scenes;
const isScene = (name: string): name is Scene => Object.hasOwn(scenes, name);
const names = Object.keys(scenes).filter(isScene);

/** Which scene a file's name, address or id stands for. */
export const sceneOf = (reference: string, of = ''): Scene => {
  const said = reference.toLowerCase();
  return names.find((name) => said.includes(name)) ?? (isScene(of) ? of : 'lake');
};

/** Each scene as a WebP. */
export const drawScenes = (): Promise<{ name: Scene; data: Buffer }[]> =>
  Promise.all(
    names.map(async (name) => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${scenes[name]}</svg>`;
      return { name, data: await sharp(Buffer.from(svg)).webp({ quality: 80 }).toBuffer() };
    }),
  );
