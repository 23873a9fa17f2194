/** What a price goes by. */
import type { Usual } from '../view/progress.ts';
import type { Pricing } from './prices.ts';

/** `work`: as the model's file counts it, in megapixels of all that it makes. `wait`: undefined where nobody knows. */
export type Measure = { work: number; by: Pricing['by']; wait: Usual | undefined };

/** Of one step of several; `price` in thousandths of a credit. */
export type StepPrice = Measure & { title: string; price: number };
