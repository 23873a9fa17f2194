/** The rules by name: each answers with what breaks it in a tree. */
import { folderRules } from './folder-rules.ts';
import { importRules } from './import-rules.ts';
import { textRules } from './text-rules.ts';

export { tooLong } from './folder-rules.ts';

export const rules = { ...importRules, ...folderRules, ...textRules };

export type RuleName = keyof typeof rules;
