import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Validation } from './validation';
import { checkObjects } from '../check/check';
import { ClientIpFinding, ClientIpLevel } from '../check/report';

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
  return report.findings
    .filter(({ level, acknowledged }) => level === ClientIpLevel.ERROR && acknowledged === undefined)
    .map(message);
}

function message({ rule, object, field, why, mend }: ClientIpFinding): string {
  return `${rule}: ${object}${field ? `, ${field}` : ''}: ${why} ${mend} (If this is meant: acknowledge('${rule}', 'why').)`;
}
