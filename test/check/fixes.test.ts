import { applied } from './fixes';
import { ClientIpCheck, ClientIpFinding, ClientIpGatewayReport, ClientIpVerdict } from '../../src';
import { RULES } from '../../src/check/rules';
import { manifest } from '../../src/check/rules/example';

/** Fixes that no machine can carry out, and why. */
const BY_HAND: Readonly<Record<string, string>> = {
  'kong-refuses-value': "which networks the name means is the author's to know",
  'env-hidden': 'the value is not in the input',
  'settings-unread': 'the file is not in the input',
  'backend-http2-mismatch': 'which of the listeners the balancer dials is said nowhere',
  'proxy-header-without-proxy-listener': "whether the balancer is to send PROXY protocol is the author's choice",
  'header-value-not-an-address': 'the CDN is configured elsewhere',
  'cdn-edge-is-client': 'the way has to be chosen anew',
  'tls-ended-at-l4': 'Kong needs the certificate',
  'aws-controller-ambiguous': 'which controller runs is not in the input',
  'in-cluster-service-hits-proxy-listener': 'who asks the inner Service must follow',
  'node-port-bypass': 'a firewall of the nodes is not in the input',
  'network-policy-keeps-clients-out': "who the clients are is the author's to know",
  'no-entrance-found': 'the Service is not in the input',
  'front-proxy-unseen': 'the proxy is not in the input',
  'balancer-unknown': 'the cloud is not in the input',
  'balancer-outside-manifest': 'the balancer is not in the input',
  'path-depends-on-node-network': "the node's network is not in the input",
  'unknown-way-in': 'what the object does is not known',
  'key-repeated': "which of the two lines is meant is the author's to know",
  'forwarded-for-keeps-client-text': 'upstreams are not in the input',
  'hairpin-without-header': "the host name is the author's to choose",
  'acknowledgement-ignored': "which finding is meant is the author's to know",
  'kong-version-not-modelled': 'the release has to be read about',
};

const examples = RULES.flatMap(({ id, wrong }) => (wrong && !wrong.values ? [{ id, text: manifest(wrong) }] : []));

test.each(examples.filter(({ id }) => !(id in BY_HAND)))('the fix of $id leads to kept', ({ id, text }) => {
  const finding = findingOf(id, text);
  const mended = check(applied(text, finding)!);
  expect([finding.mend, mended.verdict]).toEqual([finding.mend, ClientIpVerdict.KEPT]);
  expect(mended.findings.filter(({ rule }) => rule === id)).toEqual([]);
});

test.each(examples.filter(({ id }) => id in BY_HAND))('the fix of $id is left to people', ({ id, text }) => {
  const finding = findingOf(id, text);
  expect([finding.mend, applied(text, finding)]).toEqual([finding.mend, undefined]);
});

function findingOf(id: string, text: string): ClientIpFinding {
  return check(text).findings.find(({ rule }) => rule === id)!;
}

function check(text: string): ClientIpGatewayReport {
  return ClientIpCheck.check([{ name: 'example.yaml', text }]).gateways[0];
}
