import { ClientIpGatewayReport } from '../check/report';
import { Entrance } from '../check/world/entrance';
import { BALANCERS } from '../controllers/registry';
import { LOAD_BALANCERS } from '../values/balancers';

/** Why a gateway was not mended, and what the user can do. */
export interface Question {
  readonly why: string;
  readonly need: string;
}

/** The command of a cloud's own tool that lists networks. */
const LOOK_UP: Readonly<Record<string, string>> = {
  aws: 'aws ec2 describe-subnets --query "Subnets[].[SubnetId,CidrBlock]" --output table',
  gke: 'gcloud compute networks subnets list --format="table(name,region,ipCidrRange,purpose)"',
  aks:
    'az network vnet subnet list --resource-group GROUP --vnet-name NAME --query ' +
    '"[].[name,addressPrefix]" --output table',
  digitalocean: 'doctl vpcs list --format Name,IPRange',
  hetzner: 'hcloud network list && hcloud load-balancer list',
  scaleway: 'scw vpc private-network list',
  linode: 'linode-cli vpcs subnets-list VPC_ID',
  vultr: 'vultr-cli vpc list',
  upcloud: 'upctl network list',
  openstack: 'openstack subnet list',
  oci:
    'oci network subnet list --compartment-id ID --query "data[].[\\"display-name\\",\\"cidr-block\\"]" ' +
    '--output table',
  civo: 'civo network list',
  stackit: 'stackit network list',
};

/** What names the proxy that takes an object, by the kind of the object. */
const PROXY_BY: Readonly<Record<string, string>> = {
  Ingress:
    'Set spec.ingressClassName to the class of that proxy. If no proxy is meant to lead here, take the Ingress out.',
  HTTPRoute: 'Add the Gateway that spec.parentRefs names to the input.',
};

export const ask = {
  nothingKnown: (): Question => ({
    why: 'The gateway is not in one object that can be changed.',
    need: 'Look at the findings of check.',
  }),
  doubts: (doubts: readonly string[]): Question => ({
    why: `The input does not tell all of it: ${doubts.join(' ')}`,
    need: 'Add what is asked for to the input.',
  }),
  elsewhere({ findings: [finding], questions: [question] }: ClientIpGatewayReport): Question {
    return {
      why: finding?.why ?? question?.question ?? 'No way in is wrong by itself.',
      need: finding?.mend ?? question?.answer ?? 'Look at the findings of check.',
    };
  },
  otherCloud: (cloud: string, written: string): Question => ({
    why: `--cloud is ${cloud}, and the annotations make ${written}.`,
    need: 'Name the cloud for which the annotations are, or take them out.',
  }),
  balancer: (): Question => ({
    why: 'The input does not tell which balancer leads to the gateway.',
    need: 'Name the cloud with --cloud, and the controller with --controller if the cloud has several.',
  }),
  frontProxy: (): Question => ({
    why: 'Another proxy is in front of the gateway. Whether it knows the client is not in these files.',
    need:
      'Let that proxy learn the client first. ' +
      'Then let Kong believe the pods of that proxy alone, and read its header.',
  }),
  unknownProxy: ({ id, kind }: Entrance['at']): Question => ({
    why: `Another proxy is in front of the gateway, and ${id} does not tell which one.`,
    need: PROXY_BY[kind] ?? `Let ${id} name its proxy, or add that proxy to the input.`,
  }),
  networks: (balancer: string): Question => ({
    why: `Kong has to believe the networks from which the balancer dials, and no others. ${trustOf(balancer)}`,
    need:
      'Pass them with --trust. To look them up: ' +
      `${LOOK_UP[BALANCERS[balancer]?.cloud ?? ''] ?? 'ask who runs the network'}`,
  }),
  noChange: ({ findings: [finding] }: ClientIpGatewayReport): Question => ({
    why: 'No change of these files alone gives the verdict kept.',
    need: finding ? finding.mend : 'Look at the findings of check.',
  }),
};

function trustOf(balancer: string): string {
  return (
    LOAD_BALANCERS.find(({ id, ways }) => id === balancer && ways.some((way) => way !== 'local-traffic'))?.trust ?? ''
  );
}
