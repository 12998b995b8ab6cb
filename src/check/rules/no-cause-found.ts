import type { Rule } from './rule';
import { KONG } from './sources';

/** The last of all: `findingsOf` adds it where a verdict is bad and no other rule has named an error. */
export const noCauseFound: Rule = {
  id: 'no-cause-found',
  level: 'error',
  title: 'The verdict is bad, and no rule names the cause.',
  why: 'Requests that were sent through the models did not arrive as they should, and none of the rules knows why.',
  mend: 'Look at the way of the requests (explain), and report the manifest: a rule is missing here.',
  sources: [KONG.preserve],
  find: () => [],
};
