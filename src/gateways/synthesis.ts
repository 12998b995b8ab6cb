import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Validation } from './validation';
import { checkObjects } from '../check/check';
import { ClientIpFinding, ClientIpLevel } from '../check/report';
import { ACKNOWLEDGE } from '../check/report/findings';

/** Kinds that say nothing of the way to Kong, and may be large. What a ConfigMap or a Secret sets is found without the check. */
const IRRELEVANT = ['ConfigMap', 'Secret', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'ServiceAccount', 'CustomResourceDefinition'];

/** What the check finds of a gateway as the app is going to write it, with patches, annotations and other Services. */
export function synthesisFindings(scope: Construct, deployment: ApiObject): string[] {
  const validation = Validation.of(scope);
  const reports = validation.remember('check', () => {
    const objects = validation.objects.filter(({ kind }) => !IRRELEVANT.includes(kind));
    return new Map(checkObjects(objects.map((object) => validation.written(object))).map((report) => [report.gateway, report]));
  });
  const { kind, metadata } = validation.written(deployment);
  const report = reports.get(`${kind}/${metadata?.namespace ?? 'default'}/${metadata?.name}`);
  if (!report) {
    return [`the ${kind} is written without a container that proxies, since a patch took it away; leave the container kong`];
  }
  const wide = tooWide(validation, report.findings);
  return wide.length > 0 ? wide : report.findings
    .filter(({ level, acknowledged }) => level === ClientIpLevel.ERROR && acknowledged === undefined)
    .map(message);
}

/** Acknowledgements of the whole gateway that cover several objects: the reason was given for one of them. */
function tooWide(validation: Validation, findings: readonly ClientIpFinding[]): string[] {
  const covered = findings.filter(({ acknowledged, rule, object }) => acknowledged !== undefined && !isAcknowledgedAt(validation, object, rule));
  const rules = [...new Set(covered.map(({ rule }) => rule))];
  return rules.flatMap((rule) => {
    const objects = [...new Set(covered.filter((finding) => finding.rule === rule).map(({ object }) => object))];
    return objects.length < 2 ? [] : [`acknowledge('${rule}', …) covers ${objects.join(' and ')}, and its reason is for one of them; `
      + `name each: acknowledge('${rule}', 'why', object)`];
  });
}

function isAcknowledgedAt(validation: Validation, id: string, rule: string): boolean {
  return validation.objects.map((object) => validation.written(object)).some(({ kind, metadata }) =>
    metadata?.annotations?.[`${ACKNOWLEDGE}${rule}`] !== undefined && kind !== 'Deployment' && `${kind}/${metadata.namespace ?? 'default'}/${metadata.name}` === id);
}

function message({ rule, object, field, why, mend }: ClientIpFinding): string {
  return `${rule}: ${object}${field ? `, ${field}` : ''}: ${why} ${mend} (If this is meant: acknowledge('${rule}', 'why').)`;
}
