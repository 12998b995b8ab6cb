/** A Deployment of Kong with a balancer that keeps the source, and what else a case has. */
export function objectsOfExample(
  env: object = {},
  annotations: object = {},
  more: readonly object[] = [],
  pod: object = {},
): object[] {
  const labels = { app: 'kong' };
  const variables = Object.entries({ KONG_PROXY_LISTEN: '0.0.0.0:8000, 0.0.0.0:8443 http2 ssl', ...env }).map(
    ([name, value]) => ({ name, value }),
  );
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'kong', namespace: 'kong' },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels, ...pod },
          spec: { containers: [{ name: 'proxy', image: 'kong:3.9.3', env: variables }] },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kong-proxy', namespace: 'kong', annotations },
      spec: {
        type: 'LoadBalancer',
        externalTrafficPolicy: 'Local',
        selector: labels,
        ports: [
          { name: 'http', port: 80, targetPort: 8000 },
          { name: 'https', port: 443, targetPort: 8443 },
        ],
      },
    },
    ...more,
  ];
}
