import { stringify } from 'yaml';
import { check } from '../../../src/check/check';

/*
 * A gateway behind a balancer of GKE that keeps the source, and what the check says of how it is started.
 */

export const CLEAN = {
  KONG_REQUEST_DEBUG: 'off',
  KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: 'X-Forwarded* X_Forwarded* Forwarded X_Real* X-Real_IP X-Real-IP',
};

/** A gateway behind a GKE balancer that keeps the source, with fields of its container and pod. */
export function judged(
  container: object,
  pod: object = {},
  more: object[] = [],
  env: Record<string, string> = {},
  annotations: object = {},
) {
  const objects = [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'kong', namespace: 'kong' },
      spec: {
        selector: { matchLabels: { app: 'kong' } },
        template: {
          metadata: { labels: { app: 'kong' }, annotations },
          spec: {
            ...pod,
            containers: [
              {
                name: 'proxy',
                image: 'kong:3.9.3',
                env: Object.entries({ ...CLEAN, ...env }).map(([name, value]) => ({ name, value })),
                ...container,
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kong', namespace: 'kong', annotations: { 'cloud.google.com/l4-rbs': 'enabled' } },
      spec: {
        type: 'LoadBalancer',
        externalTrafficPolicy: 'Local',
        selector: { app: 'kong' },
        ports: [
          { name: 'a', port: 80, targetPort: 8000 },
          { name: 'b', port: 443, targetPort: 8443 },
        ],
      },
    },
    ...more,
  ];
  const [{ verdict, findings, questions }] = check([
    { name: 'a.yaml', text: objects.map((object) => stringify(object, { version: '1.1' })).join('---\n') },
  ]).gateways;
  return {
    verdict,
    unread: findings.filter(({ rule }) => rule === 'settings-unread').map(({ field }) => field),
    questions: questions.map(({ question }) => question),
    findings,
  };
}

export const configMap = (data: Record<string, string>, name = 'conf') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'kong' },
  data,
});

export const at = (mountPath: string, more: object = {}) => ({ volumeMounts: [{ name: 'v', mountPath, ...more }] });

export const volume = (source: object) => ({ volumes: [{ name: 'v', ...source }] });

export const OF_MAP = volume({ configMap: { name: 'conf' } });
