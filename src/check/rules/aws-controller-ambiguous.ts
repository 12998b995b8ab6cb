import { Hypothesis } from '../judge';
import { CLEAN, NLB_PROXY, PROXY } from './example';
import { Rule } from './rule';
import { AWS } from './sources';

export const awsControllerAmbiguous: Rule = {
  id: 'aws-controller-ambiguous',
  level: 'warning',
  leavesOpen: true,
  title: 'The cloud provider AWS and the AWS Load Balancer Controller make different things of this Service.',
  why:
    'The webhook of the AWS Load Balancer Controller (2.5 and later) claims Services without a class: ' +
    'a Classic Load Balancer in HTTP mode becomes a Network one that writes no header, ' +
    'and a Network one begins to obey other annotations.',
  mend:
    'Name the controller: aws-load-balancer-type external with a target ' +
    'type (or loadBalancerClass), and the scheme.',
  sources: [AWS.nlb, AWS.provider],
  wrong: {
    env: { ...PROXY, ...CLEAN },
    service: {
      annotations: {
        'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb',
        'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol': '*',
      },
    },
  },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: ({ entrances, hidden }) =>
    entrances
      .filter(
        ({ verdict, hypotheses }) =>
          hidden.length === 0 &&
          verdict === 'unknown' &&
          new Set(hypotheses.map(({ reading }) => reading.controller)).size > 1 &&
          hypotheses.some(({ reading }) => reading.controller === 'aws-load-balancer-controller'),
      )
      .map(({ entrance, hypotheses }) => ({
        ...entrance.spot(
          hypotheses.map(({ balancer }) => balancer?.settings.controller?.field).find((field) => field !== undefined),
        ),
        why: `Who takes this Service is not settled: ${hypotheses.map(outcome).join(', ')}.`,
      })),
};

function outcome({ reading: { controller }, verdict }: Hypothesis): string {
  return `with ${controller} the address is ${verdict}`;
}
