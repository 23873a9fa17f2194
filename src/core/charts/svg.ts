/**
 * A chart as an SVG, by Vega-Lite: scales, marks, axes and legends are its, the look is ours. What draws is loaded with
 * the first chart.
 */
import type { TopLevelSpec } from 'vega-lite';
import { family, letters } from './letters.ts';

declare module 'vega' {
  /** Left out of its types. */
  const textMetrics: {
    width: (item: { fontSize: number; fontWeight?: number | string }, text: string) => number;
  };
}

/** A description of a chart; https://vega.github.io/vega-lite/docs/spec.html. */
export type Chart = TopLevelSpec;

/** The colours of paper, ink and lines: the light ones of the product's look. */
export const look = {
  paper: '#ffffff',
  ink: '#1f1a15',
  soft: '#5c5248',
  line: '#e4dcd0',
  /**
   * For parts that are told apart by colour, by people of every colour vision (Okabe and Ito, 2008); without the black
   * and the yellow of that palette, which is too pale on white.
   */
  parts: ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00'],
  /** For what is counted together beyond them. */
  rest: '#9aa1ad',
} as const;

const text = { labelFont: family, labelFontSize: 15, labelColor: look.soft } as const;
const title = {
  titleFont: family,
  titleFontSize: 15,
  titleFontWeight: 'normal',
  titleColor: look.soft,
} as const;

const config: NonNullable<TopLevelSpec['config']> = {
  background: look.paper,
  view: { stroke: null },
  axis: {
    ...text,
    ...title,
    domain: false,
    ticks: false,
    gridColor: look.line,
    domainColor: look.soft,
    domainWidth: 1.5,
    titleAlign: 'left',
  },
  legend: { ...text, labelFontSize: 14, labelColor: look.ink, symbolStrokeWidth: 0, title: null },
  text: { font: family, fontSize: 15, color: look.ink },
  title: {
    font: family,
    fontSize: 30,
    fontWeight: 600,
    color: look.ink,
    anchor: 'start',
    subtitlePadding: 16,
    subtitleFont: family,
    subtitleFontSize: 18,
    subtitleColor: look.soft,
  },
};

let loaded: Promise<typeof import('vega-lite').compile> | undefined;

/**
 * Vega-Lite gives every set of the program a way to become JSON, which it needs and others are broken by, such as a library
 * that copies the language's own classes: it has it for as long as it compiles.
 */
async function loadCompile(): Promise<typeof import('vega-lite').compile> {
  const before = Object.getOwnPropertyDescriptor(Set.prototype, 'toJSON');
  const { compile } = await import('vega-lite');
  const its = Object.getOwnPropertyDescriptor(Set.prototype, 'toJSON');
  const give = (descriptor: PropertyDescriptor | undefined) =>
    descriptor
      ? Object.defineProperty(Set.prototype, 'toJSON', descriptor)
      : Reflect.deleteProperty(Set.prototype, 'toJSON');
  give(before);
  return (...chart) => {
    give(its);
    try {
      return compile(...chart);
    } finally {
      give(before);
    }
  };
}

/** @returns an SVG whose text stands as text, in the family of letters.ts; its texts must be `legible` (letters.ts). */
export async function svgOf(chart: Chart): Promise<string> {
  loaded ??= loadCompile();
  const [vega, compile, { widthOf }] = await Promise.all([import('vega'), loaded, letters()]);
  // Without a browser it would only guess how wide a text is.
  vega.textMetrics.width = (item, text) => widthOf(text, item.fontSize, item.fontWeight);
  const view = new vega.View(vega.parse(compile(chart, { config }).spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** An expression that says a text for each value, for labels that are worded elsewhere. */
export const worded = <Value extends string | number>(
  values: readonly Value[],
  word: (value: Value) => string,
): string =>
  `${JSON.stringify(Object.fromEntries(values.map((value) => [value, word(value)])))}[datum.value]`;
