/** What runs in the browser, by what the page says it is. */
import { admin } from './admin.ts';
import { channel } from './channel/channel.ts';
import { enter } from './channel/enter.ts';
import { clocks } from './clocks.ts';
import { pairs } from './pairs.ts';
import { wipes } from './wipes.ts';

wipes(document);
pairs(document);
clocks(document);
if (document.body.dataset.page === 'admin') admin(document);
if (document.body.dataset.page === 'channel') {
  if (document.querySelector('#composer')) channel();
  else enter();
}
