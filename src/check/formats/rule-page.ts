import { RULES } from '../rules';
import { Example, manifest } from '../rules/example';
import { Rule } from '../rules/rule';

/** One rule with a wrong and a right example, in Markdown. */
export function rulePage({ id, level, title, why, mend, sources, wrong, right }: Rule): string {
  return `## ${id}

**${level}** · ${title}

${why}

**Fix:** ${mend}

${wrong && right ? examples(wrong, right) : ''}${sources.map((source) => `- <${source}>`).join('\n')}
`;
}

function examples(wrong: Example, right: Example): string {
  return `<details><summary>Wrong and right</summary>

\`\`\`yaml
# wrong
${manifest(wrong).trimEnd()}
\`\`\`

\`\`\`yaml
# right
${manifest(right).trimEnd()}
\`\`\`

</details>

`;
}

/** docs/rules.md. */
export function rulesDocument(): string {
  return `# Rules of the check

Each rule names one cause. An **error** loses the address, lets a client forge it, or refuses traffic. A **warning** is
wrong nearby, or right by luck only. A **note** is something to know, or something that the manifests do not say. How to
use the check: [check.md](check.md).
This page is generated from [src/check/rules](../src/check/rules): \`npm run docs:rules\`.

| Rule | Level | Cause |
|---|---|---|
${RULES.map(({ id, level, title }) => `| [${id}](#${id}) | ${level} | ${title} |`).join('\n')}

${RULES.map(rulePage).join('\n')}`;
}
