import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Validation } from './validation';
import { ACKNOWLEDGE } from '../check/acknowledge';
import { checkObjects, GatewayResult } from '../check/check';
import { ClientIpFinding, ClientIpLevel, ClientIpVerdict } from '../check/report';
import { RULES } from '../check/rules';
import { BALANCERS } from '../controllers/registry';
import { PROMISED } from '../plan/promises';

/** Kinds that say nothing of the way to Kong. */
const IRRELEVANT = ['HorizontalPodAutoscaler', 'PodDisruptionBudget', 'ServiceAccount', 'CustomResourceDefinition'];

/**
 * What the check finds of a gateway as the app is going to write it, with patches, annotations and other Services. Of
 * a balancer that this library does not know the verdict may stay open; any other gateway must be kept, or what
 * is in the way acknowledged.
 */
export function synthesisFindings(scope: Construct, deployment: ApiObject, loadBalancer = ''): string[] {
  const validation = Validation.of(scope);
  const reports = validation.remember('check', () => {
    const objects = validation.objects.filter(({ kind }) => !IRRELEVANT.includes(kind));
    return new Map(
      checkObjects(objects.map((object) => validation.written(object))).map((report) => [report.gateway, report]),
    );
  });
  const { kind, metadata } = validation.written(deployment);
  const report = reports.get(`${kind}/${metadata?.namespace ?? 'default'}/${metadata?.name}`);
  if (!report) {
    return [
      `the ${kind} is written without a container that proxies, since a patch took it away; leave the container kong`,
    ];
  }
  const wide = tooWide(validation, report.findings);
  if (wide.length > 0) {
    return wide;
  }
  const isKept = report.verdict === ClientIpVerdict.KEPT;
  const against = report.findings.filter(
    ({ level, rule }) => level === ClientIpLevel.ERROR || (!isKept && LEAVE_OPEN.has(rule)),
  );
  if (against.length === 0 && !isKept && isKnown(loadBalancer)) {
    return [notKept(report)];
  }
  return against.filter(({ acknowledged }) => acknowledged === undefined).map(message);
}

/** Whether the check knows a balancer, as opposed to what its author promises of it. */
function isKnown(loadBalancer: string): boolean {
  return Object.hasOwn(BALANCERS, loadBalancer) && !PROMISED.includes(loadBalancer);
}

const LEAVE_OPEN = new Set(RULES.filter(({ leavesOpen }) => leavesOpen).map(({ id }) => id));

function notKept({ verdict, questions }: GatewayResult): string {
  const open = questions.map(({ question, answer }) => `${question} (${answer})`).join(' ');
  return (
    `the check cannot tell that every client keeps its address: its verdict is ${verdict}. ` +
    `${open} Take out what was patched or added around this gateway`
  );
}

/** Acknowledgements of the whole gateway that cover several objects: the reason was given for one of them. */
function tooWide(validation: Validation, findings: readonly ClientIpFinding[]): string[] {
  const covered = findings.filter(
    ({ acknowledged, rule, object }) => acknowledged !== undefined && !isAcknowledgedAt(validation, object, rule),
  );
  const rules = [...new Set(covered.map(({ rule }) => rule))];
  return rules.flatMap((rule) => {
    const objects = [...new Set(covered.filter((finding) => finding.rule === rule).map(({ object }) => object))];
    return objects.length < 2
      ? []
      : [
          `acknowledge('${rule}', …) covers ${objects.join(' and ')}, and its reason is for one of them; ` +
            `name each: acknowledge('${rule}', 'why', object)`,
        ];
  });
}

function isAcknowledgedAt(validation: Validation, id: string, rule: string): boolean {
  return validation.objects
    .map((object) => validation.written(object))
    .some(
      ({ kind, metadata }) =>
        metadata?.annotations?.[`${ACKNOWLEDGE}${rule}`] !== undefined &&
        kind !== 'Deployment' &&
        `${kind}/${metadata.namespace ?? 'default'}/${metadata.name}` === id,
    );
}

function message({ rule, object, field, why, mend }: ClientIpFinding): string {
  return (
    `${rule}: ` +
    `${object}${field ? `, ${field}` : ''}: ${why} ${mend} (If this is meant: acknowledge('${rule}', 'why').)`
  );
}
