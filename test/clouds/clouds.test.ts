import { Testing, Yaml } from 'cdk8s';
import { variants } from '../../examples/typescript/variants';
import { objects } from '../helpers';

test('the variants are these', () => {
  expect(variants.map(({ name }) => name)).toEqual([
    'gke-local-traffic',
    'gke-header-forwarded',
    'gke-regional-header-forwarded',
    'gke-internal-header-forwarded',
    'aks-local-traffic',
    'aks-proxy-protocol',
    'aks-header-forwarded',
    'aks-containers-header-forwarded',
    'eks-nlb-proxy-protocol',
    'eks-nlb-ip-proxy-protocol',
    'eks-nlb-local-traffic',
    'eks-nlb-ip-local-traffic',
    'eks-in-tree-nlb-local-traffic',
    'eks-classic-proxy-protocol',
    'eks-classic-header-forwarded',
    'eks-alb-header-forwarded',
    'eks-nlb-tls-proxy-protocol',
    'eks-alb-http2-header-forwarded',
    'eks-auto-nlb-proxy-protocol',
    'eks-auto-nlb-local-traffic',
    'eks-auto-alb-header-forwarded',
    'eks-target-group-proxy-protocol',
    'eks-target-group-local-traffic',
    'eks-target-group-header-forwarded',
  ]);
});

test.each(variants)('the manifest of $name', ({ build }) => {
  expect(Yaml.stringify(...objects(build(Testing.chart())))).toMatchSnapshot();
});
