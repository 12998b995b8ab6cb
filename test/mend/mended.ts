import { check } from '../../src/check/check';
import { MendOptions, mend } from '../../src/mend/mend';

/*
 * A manifest that trusts everybody, and what mending changes in a text.
 */

export const deployment = (variables: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: kong, namespace: kong }
spec:
  selector: { matchLabels: { app: kong } }
  template:
    metadata: { labels: { app: kong } }
    spec:
      containers:
        - name: proxy
          image: kong:3.9
          env:
${variables}`;

export const MANIFEST = `# The gateway.
${deployment(`            - name: KONG_TRUSTED_IPS   # everybody
              value: "0.0.0.0/0,::/0"
            - { name: KONG_DATABASE, value: "off" }
`)}---
apiVersion: v1
kind: Service
metadata:
  name: kong-proxy
  namespace: kong
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  selector: { app: kong }
  ports:
    - { name: http, port: 80, targetPort: 8000 }
    - { name: https, port: 443, targetPort: 8443 }
`;

/** The lines that are taken out and put in. */
export function changed(before: string, after: string): { out: string[]; into: string[] } {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return { out: old.filter((line) => !now.includes(line)), into: now.filter((line) => !old.includes(line)) };
}

export function mended(text: string, options: MendOptions) {
  const report = mend([{ name: 'f.yaml', text }], options);
  const [{ text: after } = { text }] = report.changed;
  const verdicts = check([{ name: 'f.yaml', text: after }], options).gateways.map(({ verdict }) => verdict);
  return { ...changed(text, after), verdicts, gateways: report.gateways };
}
