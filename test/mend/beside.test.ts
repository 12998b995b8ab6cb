import { readFileSync } from 'fs';
import { join } from 'path';
import { check } from '../../src/check/check';
import { mend, MendOptions } from '../../src/mend/mend';

const CORPUS = join(__dirname, '../corpus/2026-11-29/cases');
const TRUST = ['10.0.0.0/16'];

function mended(name: string, options: MendOptions) {
  const file = `${name}.yaml`;
  const text = readFileSync(join(CORPUS, file), 'utf8');
  const { gateways, changed } = mend([{ name: file, text }], options);
  const after = changed[0]?.text ?? text;
  const [old, now] = [text.split('\n'), after.split('\n')];
  return {
    before: check([{ name: file, text }], options).gateways[0].verdict,
    after: check([{ name: file, text: after }], options).gateways[0].verdict,
    closes: gateways[0].closes,
    out: old.filter((line) => !now.includes(line)).map((line) => line.trim()),
    into: now.filter((line) => !old.includes(line)).map((line) => line.trim()),
  };
}

describe('one field of an object beside the gateway is changed', () => {
  test.each<[string, string, MendOptions, string, string | undefined]>([
    [
      'a BackendConfig whose check speaks TLS',
      'cloud-gce-hc-type-https',
      { cloud: 'gke', trust: ['35.191.0.0/16', '130.211.0.0/22', '203.0.113.10/32'] },
      'type: HTTPS',
      'type: HTTP',
    ],
    [
      'a rewrite that puts back what the client wrote',
      'cloud-agic-rewrite-cr-same',
      { cloud: 'aks', trust: TRUST },
      "headerValue: '{http_req_X-Forwarded-For}'",
      "headerValue: '{var_add_x_forwarded_for_proxy}'",
    ],
    [
      'an accelerator that hides the client',
      'report-r54-accelerator-not-preserving',
      {},
      'clientIPPreservationEnabled: false',
      'clientIPPreservationEnabled: true',
    ],
  ])('%s', (_, name, options, before, after) => {
    expect(mended(name, options)).toMatchObject({ after: 'kept', out: [before], into: [after] });
  });

  test('another Ingress of the group that keeps what clients write', () => {
    const { after, out, into } = mended('cloud-group-by-class-params', { cloud: 'aws', trust: TRUST });
    expect({ after, into }).toEqual({ after: 'kept', into: [] });
    expect(out).toEqual([expect.stringContaining('xff_header_processing.mode=preserve')]);
  });

  test('what ingress-nginx speaks to a port with TLS', () => {
    const { after, into } = mended('report-control-ingress-to-tls-port', { trust: ['10.244.0.0/16'] });
    expect({ after, into }).toMatchObject({
      after: 'kept',
      into: expect.arrayContaining(['nginx.ingress.kubernetes.io/backend-protocol: HTTPS']),
    });
  });

  test('a Route of OpenShift is believed by the pods of its router', () => {
    const { after, into } = mended('real-front-openshift-route', { trust: ['10.128.0.0/14'] });
    expect({ after, into }).toMatchObject({
      after: 'kept',
      into: expect.arrayContaining(['kong-client-ip/load-balancer: front-proxy']),
    });
  });

  test('front ends are named as the ports of the Service, and keep the rest', () => {
    const { after, out, into } = mended('other-upcloud-frontend-other-name', { cloud: 'upcloud' });
    expect({ after, lines: [out.length, into.length] }).toEqual({ after: 'kept', lines: [1, 1] });
    expect(into[0]).toBe(out[0].replace('"web"', '"kong-proxy"').replace('"websecure"', '"kong-proxy-tls"'));
  });
});

test.each([
  ['real-classless-ingress-443-beside-metallb', 'spec.ingressClassName'],
  ['real-front-httproute', 'spec.parentRefs'],
])('a proxy that nothing names is asked for: %s', (name, need) => {
  const text = readFileSync(join(CORPUS, `${name}.yaml`), 'utf8');
  const { gateways, changed } = mend([{ name, text }], { trust: TRUST });
  expect(changed).toEqual([]);
  expect(gateways[0].question!.need).toContain(need);
});

describe('a way in that loses the client whatever is written is closed', () => {
  test.each<[string, string, string, string]>([
    ['a Service in the tailnet', 'report-r58-tailscale-expose', 'Service/kong/kong-tailnet', 'tailscale.com/expose'],
    ['a port of ingress-nginx', 'report-r59c-tcp-services', 'ConfigMap/ingress-nginx/tcp-services', 'kong/kong-proxy'],
  ])('%s', (_, name, closed, line) => {
    const { after, closes, out, into } = mended(name, { cloud: 'aks' });
    expect({ after, closes, into }).toEqual({ after: 'kept', closes: [closed], into: [] });
    expect(out).toContainEqual(expect.stringContaining(line));
  });
});
