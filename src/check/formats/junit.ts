import { ClientIpFinding, ClientIpReport } from '../report';

/**
 * The report as JUnit's XML, which GitLab, Jenkins and others show: a suite per gateway, a failure per error and
 * warning.
 */
export function junitReport({ gateways, unreadable }: ClientIpReport): string {
  const suites = gateways.map(({ gateway, verdict, findings }) => {
    const told = findings.filter(({ level, acknowledged }) => level !== 'note' && acknowledged === undefined);
    const cases =
      told.length > 0
        ? told.map((finding) => failed(gateway, finding))
        : [`    <testcase classname=${xml(gateway)} name=${xml(verdict)}/>`];
    return suite(gateway, cases, told.length);
  });
  const errors = unreadable.map(({ file, line, message }) =>
    testcase(file, 'unreadable', `<error message=${xml(`${file}:${line}: ${message}`)}/>`),
  );
  const all = errors.length > 0 ? [...suites, suite('unreadable', errors, errors.length)] : suites;
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...all, '</testsuites>'].join('\n');
}

function suite(name: string, cases: readonly string[], failures: number): string {
  const start = `  <testsuite name=${xml(name)} tests="${cases.length}" failures="${failures}">`;
  return [start, ...cases, '  </testsuite>'].join('\n');
}

function failed(gateway: string, { rule, level, object, file, line, why, mend }: ClientIpFinding): string {
  const place = file === undefined ? '' : ` (${file}:${line})`;
  const message = xml(`${object}${place}: ${why} Fix: ${mend}`);
  return testcase(gateway, rule, `<failure type=${xml(level)} message=${message}/>`);
}

function testcase(classname: string, name: string, failure: string): string {
  return `    <testcase classname=${xml(classname)} name=${xml(name)}>${failure}</testcase>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** A quoted attribute. XML has no way to write other control characters. */
function xml(text: string): string {
  const plain = text.replace(/[\u0000-\u0009\u000b-\u001f\u007f\ufffe\uffff]/g, '\ufffd');
  return `"${plain.replace(/[&<>"\n]/g, (character) => ENTITIES[character])}"`;
}
