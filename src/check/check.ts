import { judge, Judgement } from './judge';
import { Memory } from './memory';
import { ClientIpCheckOptions } from './options';
import { ClientIpFinding, ClientIpGatewayReport, ClientIpLevel, ClientIpReport, ClientIpVerdict } from './report';
import { findingsOf } from './report/findings';
import { openAnnotations } from './report/open-annotations';
import { gatewaysOf } from './world/gateways';
import { fromObjects, ManifestObject } from '../forms/manifests';
import { readForms, ReadTools } from '../forms/read';
import { ClientIpManifest } from '../forms/text';
import { pathOf } from './report/path';
import { questionsOf } from './report/questions';
import { redactorOf } from './report/secrets';
import { KnownNetworks } from './trial/sending';
import { Verdict } from './verdict';
import { Catalogue } from './world/catalogue';
import { EntranceFinder } from './world/entrances';
import { stagesOf } from './world/stages';
import { KubernetesObject } from '../controllers/balancer';
import { BALANCERS } from '../controllers/registry';
import { explain } from '../input/errors';
import { parseCidr } from '../net/cidr';

/** Reads texts and checks every gateway in them. */
export function check(
  texts: readonly ClientIpManifest[],
  options: ClientIpCheckOptions = {},
  tools: ReadTools = {},
): ClientIpReport {
  const { objects, installs, notJudged, unreadable, skipped } = readForms(texts, {
    ...options,
    chart: chartOf(options.chart),
    ...tools,
  });
  return {
    gateways: checkAll(objects, options),
    unreadable: [...unreadable],
    notJudged: [...notJudged],
    read: { files: texts.length, objects: objects.length, releases: installs.length, skipped },
  };
}

/** What is found of a gateway, without the way of a request. */
export type GatewayResult = Omit<ClientIpGatewayReport, 'path'>;

/** Checks every gateway among objects that were parsed elsewhere. Pure and silent. */
export function checkObjects(
  objects: readonly KubernetesObject[],
  options: ClientIpCheckOptions = {},
): GatewayResult[] {
  const known = knownNetworks(options);
  return judgeAll(fromObjects(objects), options).map((judgement) => resultOf(judgement, known));
}

function checkAll(objects: readonly ManifestObject[], options: ClientIpCheckOptions): ClientIpGatewayReport[] {
  const known = knownNetworks(options);
  const reports = judgeAll(objects, options).map((judgement) => reportOf(judgement, known));
  return stagesOf(objects).length > 1 ? distinct(reports) : reports;
}

/** Every gateway in texts, with all that was found out about it. */
export function judgementsOf(
  texts: readonly ClientIpManifest[],
  options: ClientIpCheckOptions = {},
  tools: ReadTools = {},
): Judgement[] {
  return judgeAll(readForms(texts, { ...options, chart: chartOf(options.chart), ...tools }).objects, options);
}

function judgeAll(objects: readonly ManifestObject[], options: ClientIpCheckOptions): Judgement[] {
  const known = knownNetworks(options);
  const memory = new Memory(known);
  const [cloud, controller] = [cloudOf(options.cloud), controllerOf(options.controller)];
  return stagesOf(objects).flatMap((stage) => {
    const catalogue = new Catalogue(stage.objects, cloud, controller);
    const finder = new EntranceFinder(catalogue);
    return gatewaysOf(catalogue)
      .filter(({ workload }) => stage.holds(workload))
      .map((gateway) => judge(gateway, catalogue, finder, known, memory));
  });
}

/** What is shared by stages, and the same in each, is told once. */
function distinct(reports: readonly ClientIpGatewayReport[]): ClientIpGatewayReport[] {
  const texts = new Set<string>();
  return reports.filter((report) => {
    const text = JSON.stringify(report);
    return !texts.has(text) && texts.add(text);
  });
}

const PUBLIC: Readonly<Record<Verdict, ClientIpVerdict>> = {
  broken: ClientIpVerdict.BROKEN,
  forgeable: ClientIpVerdict.FORGEABLE,
  lost: ClientIpVerdict.LOST,
  unknown: ClientIpVerdict.UNKNOWN,
  kept: ClientIpVerdict.KEPT,
};

function reportOf(judgement: Judgement, known: KnownNetworks): ClientIpGatewayReport {
  const redact = redactorOf(judgement.gateway.environment);
  const path = pathOf(judgement).map((hop) => ({
    ...hop,
    does: redact(hop.does),
    dialsFrom: hop.dialsFrom && redact(hop.dialsFrom),
  }));
  return { ...resultOf(judgement, known), path };
}

function resultOf(judgement: Judgement, known: KnownNetworks): GatewayResult {
  const { workload } = judgement.gateway;
  const doubts = [...(workload.made?.doubts ?? []), ...openAnnotations(judgement)];
  const redact = redactorOf(judgement.gateway.environment);
  return {
    gateway: workload.id,
    installedBy: workload.made?.by,
    file: workload.place()?.file,
    verdict: doubts.length > 0 ? ClientIpVerdict.UNKNOWN : PUBLIC[judgement.verdict],
    also: doubts.length > 0 ? [] : judgement.also.map((verdict) => PUBLIC[verdict]),
    findings: findingsOf(judgement).map((finding) => (doubts.length > 0 ? asDoubted(finding) : finding)),
    questions: [
      ...doubts.map((question) => ({ question, answer: workload.made?.run ?? '' })),
      ...questionsOf(judgement, known).map(({ question, answer }) => ({ question: redact(question), answer })),
    ],
  };
}

/** What an open question may settle is not certainly wrong. */
function asDoubted(finding: ClientIpFinding): ClientIpFinding {
  return finding.level === ClientIpLevel.ERROR ? { ...finding, level: ClientIpLevel.WARNING } : finding;
}

function knownNetworks(options: ClientIpCheckOptions): KnownNetworks {
  const read = (name: 'nodes' | 'pods' | 'balancer') =>
    (options[name] ?? []).map((text) => explain(name, () => parseCidr(text)));
  return { nodes: read('nodes'), pods: read('pods'), balancer: read('balancer') };
}

function cloudOf(cloud: string | undefined): string | undefined {
  const clouds = [...new Set(Object.values(BALANCERS).flatMap((balancer) => balancer.cloud ?? []))]
    .filter((one) => one !== 'none')
    .sort();
  if (cloud === undefined || clouds.includes(cloud)) return cloud;
  const name = cloud.toLowerCase();
  const meant = Object.hasOwn(CLOUD_NAMES, name) ? CLOUD_NAMES[name] : clouds.find((one) => one === name);
  const hint = meant === undefined ? `write one of ${clouds.join(', ')}` : `did you mean "${meant}"?`;
  throw new Error(`cloud: ${JSON.stringify(cloud)} is not known; ${hint}`);
}

/** Other names that people give to clouds and their Kubernetes. */
const CLOUD_NAMES: Readonly<Record<string, string>> = {
  akamai: 'linode',
  amazon: 'aws',
  azure: 'aks',
  eks: 'aws',
  gcp: 'gke',
  google: 'gke',
  lke: 'linode',
  oke: 'oci',
  oracle: 'oci',
};

function chartOf(chart: string | undefined): 'kong' | 'ingress' | undefined {
  if (chart === undefined || chart === 'kong' || chart === 'ingress') return chart;
  throw new Error(`chart: ${JSON.stringify(chart)} is not one of Kong's charts; write "kong" or "ingress"`);
}

function controllerOf(controller: string | undefined): string | undefined {
  const controllers = [...new Set(Object.values(BALANCERS).map((balancer) => balancer.controller))].sort();
  if (controller !== undefined && !controllers.includes(controller)) {
    throw new Error(`controller: ${JSON.stringify(controller)} is not known; write one of ${controllers.join(', ')}`);
  }
  return controller;
}
