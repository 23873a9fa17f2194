/** What runs in the browser, by what the page says it is. */
import { admin } from './admin.ts';
import { pairs } from './pairs.ts';
import { wipes } from './wipes.ts';

wipes(document);
pairs(document);
if (document.body.dataset.page === 'admin') admin(document);
