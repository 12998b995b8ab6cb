import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Validation } from './validation';
import { checkObjects } from '../check/check';
import { ClientIpFinding, ClientIpLevel } from '../check/report';

/** Kinds that say nothing of the way to Kong, and may be large. What a ConfigMap or a Secret sets is found without the check. */
const IRRELEVANT = ['ConfigMap', 'Secret', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'ServiceAccount', 'CustomResourceDefinition'];

/** What the check finds of a gateway as the app is going to write it, with patches, annotations and other Services. */
export function synthesisFindings(scope: Construct, deployment: ApiObject): string[] {
  const reports = Validation.of(scope).remember('check', () => {
    const objects = scope.node.root.node.findAll()
      .filter((child): child is ApiObject => ApiObject.isApiObject(child) && !IRRELEVANT.includes(child.kind));
    return new Map(checkObjects(objects.map((object) => object.toJson())).map((report) => [report.gateway, report]));
  });
  const { metadata } = deployment.toJson();
  const report = reports.get(`Deployment/${metadata.namespace ?? 'default'}/${metadata.name}`);
  return (report?.findings ?? [])
    .filter(({ level, acknowledged }) => level === ClientIpLevel.ERROR && acknowledged === undefined)
    .map(message);
}

function message({ rule, object, field, why, mend }: ClientIpFinding): string {
  return `${rule}: ${object}${field ? `, ${field}` : ''}: ${why} ${mend} (If this is meant: acknowledge('${rule}', 'why').)`;
}
