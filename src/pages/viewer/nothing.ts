/** What everybody is shown who has no address of a page, or none any more: the same bytes, whatever is wrong. */
import { createHash } from 'node:crypto';
import { linkPages } from '../../core/words/links.ts';
import { viewerWords as words } from './words.ts';

/** It cannot be known from where it would load a style. */
const style = `
:root{color-scheme:light dark}
body{margin:0;min-height:100svh;display:grid;place-items:center;background:#faf7f2;color:#1f1a15;font:16px/1.5 system-ui,sans-serif}
main{max-width:34rem;padding:2rem}
h1{font-size:1.125rem;margin:0 0 .5rem}
p{margin:0}
@media (prefers-color-scheme:dark){body{background:#131110;color:#f4efe8}}
`;

export const nothing = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${words.product}</title><style>${style}</style></head>
<body><main><h1>${words.product}</h1><p>${linkPages.nothing}</p></main></body>
</html>
`;

const hash = createHash('sha256').update(style).digest('base64');
export const nothingPolicy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
