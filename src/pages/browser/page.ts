/** What runs in the browser, by what the page says it is. */
import { pairs } from './pairs.ts';
import { wipes } from './wipes.ts';

wipes(document);
pairs(document);
