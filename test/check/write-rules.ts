import { writeFileSync } from 'fs';
import { rulesDocument } from '../../src/check/formats/rule-page';

writeFileSync('docs/rules.md', rulesDocument());
