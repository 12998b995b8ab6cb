import { Match, Rule } from './rule';
import { KUBERNETES } from './sources';

export const pathDependsOnNodeNetwork: Rule = {
  id: 'path-depends-on-node-network',
  level: 'note',
  leavesOpen: true,
  title: 'The last hop depends on the network of the nodes.',
  why:
    'How host ports are mapped, and what the sidecar of a mesh does, decides whether the source survives: ' +
    'some rewrite it, some do not.',
  mend: 'Use hostNetwork, or exclude the proxy ports from the sidecar; then test with a request.',
  sources: [KUBERNETES.sourceIp],
  wrong: { container: { ports: [{ name: 'proxy', containerPort: 8000, hostPort: 80 }] } },
  right: { pod: { hostNetwork: true }, env: { KONG_PROXY_LISTEN: '0.0.0.0:80, 0.0.0.0:443 http2 ssl' } },
  find: ({ entrances, between }) => [
    ...entrances
      .filter(({ entrance }) => entrance.kind === 'host-port')
      .map(({ entrance }): Match => ({
        ...entrance.spot(),
        why: 'Whether the source of packets survives a host port depends on how the network of the nodes maps it.',
      })),
    ...between.filter(({ rule }) => rule === 'path-depends-on-node-network'),
  ],
};
