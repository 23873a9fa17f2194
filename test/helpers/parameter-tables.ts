/** The provider's parameters as its API pages print them, written down by hand: what every surface must agree with. */

export type Parameter = {
  name: string;
  type: 'string (uri)' | 'string' | 'integer' | 'number' | 'boolean';
  required: boolean;
  default?: string | number | boolean;
  range?: [number, number];
  allowed?: (string | number)[];
  /** Sent, never offered. */
  hidden?: true;
  /** We ask for it although the provider does not: a paid run without a source is never meant. */
  demanded?: true;
  /** The page's default is a demo value that must never be applied; ours is another. */
  ownDefault?: true;
  /** The page's own sample sends the number as text. */
  sentAsText?: true;
};

export const parameterTables: Record<string, Parameter[]> = {
  flashvsr: [
    { name: 'video', type: 'string (uri)', required: true },
    { name: 'color_fix', type: 'boolean', required: false, default: true },
    { name: 'local_range', type: 'integer', required: false, default: 12, range: [5, 15] },
    { name: 'mode', type: 'string', required: false, default: 'tiny', allowed: ['full', 'tiny'] },
    { name: 'scale', type: 'integer', required: false, default: 2, allowed: [1, 2, 3, 4] },
    { name: 'seed', type: 'integer', required: false, default: 42, range: [-1, 99_999_999] },
  ],
  'video-frame-interpolation': [
    { name: 'frame_multiplier', type: 'integer', required: true, default: 2, range: [1, 10] },
    { name: 'input_video', type: 'string (uri)', required: true },
    { name: 'output_fps', type: 'integer', required: true, default: 30, range: [1, 120] },
    { name: 'base64', type: 'boolean', required: false, default: false, hidden: true },
    { name: 'preserve_audio', type: 'boolean', required: false, default: true },
  ],
  esrgan: [
    { name: 'image', type: 'string (uri)', required: true },
    {
      name: 'output_format',
      type: 'string',
      required: false,
      default: 'jpeg',
      allowed: ['jpeg', 'png', 'webp'],
    },
    { name: 'quality', type: 'integer', required: false, default: 95, range: [10, 100] },
    { name: 'scale', type: 'integer', required: false, default: 2, allowed: [2, 4, 8], sentAsText: true },
  ],
  'clarityai-flux-upscaler': [
    { name: 'creativity', type: 'integer', required: false, default: 3, range: [-10, 10] },
    { name: 'image', type: 'string (uri)', required: false, demanded: true },
    { name: 'lora_link', type: 'string', required: false, default: '' },
    { name: 'prompt', type: 'string', required: false, ownDefault: true },
    { name: 'scale_factor', type: 'integer', required: false, default: 4, range: [2, 16] },
  ],
  svd: [
    { name: 'image', type: 'string (uri)', required: true },
    { name: 'base64', type: 'boolean', required: false, default: false, hidden: true },
    { name: 'cond_aug', type: 'number', required: false, default: 0.2, range: [0, 1] },
    { name: 'fps', type: 'integer', required: false, default: 7, range: [1, 60] },
    { name: 'frames', type: 'integer', required: false, default: 14, allowed: [14, 25], sentAsText: true },
    { name: 'motion', type: 'integer', required: false, default: 127, range: [1, 180] },
    {
      name: 'resize_method',
      type: 'string',
      required: false,
      default: 'maintain_aspect_ratio',
      allowed: ['maintain_aspect_ratio', 'crop_to_16_9'],
    },
    { name: 'seed', type: 'integer', required: false, default: -1, range: [-1, 999_999_999_999_999] },
  ],
};
