import { Balancer, Cluster, Frontend, KubernetesObject } from './balancer';
import { annotationField, nameOf } from './fields';
import { INGRESS_CLASS, ingressBackends, ingressClassOf } from './ingress';
import { passing } from './making';
import { Dial, made, Reading, Unsettled, unsettled } from './reading';
import { isLocal, LOCAL_POLICY, passedThrough, servicePorts } from './services';
import { sourceRanges } from './source-ranges';
import { FRONT_PROXY } from '../binding/statements';
import { isObject } from '../input/objects';

/** Balancers that no controller makes from a Service or an Ingress alone: name by the id that the annotation takes. */
export const OUTSIDE = {
  'aws-target-group': 'target group of AWS that is set up elsewhere',
  'self-managed': 'load balancer that is set up elsewhere',
  custom: 'load balancer that is not known here',
  'host-network': 'ports of the nodes themselves',
  'node-dns': 'node ports',
  'cloudflare-tunnel': 'Cloudflare Tunnel',
  [FRONT_PROXY]: 'proxy in the cluster',
};

/** What can be said of an object that no known controller takes, or that is served from outside the manifest. */
export function readOther(object: KubernetesObject, cluster: Cluster, stated: string | undefined): Reading[] {
  if (stated === 'self-managed' || stated === 'aws-target-group' || stated === 'custom') {
    return [
      outside(
        'spec',
        'The balancer is set up elsewhere: what it sends, and from where it dials, is not in the manifest.',
      ),
    ];
  }
  if (object.kind === 'Ingress') {
    const byAnnotation = ingressClassOf(object, cluster).by === 'annotation';
    return [frontProxy(byAnnotation ? annotationField(INGRESS_CLASS) : 'spec.ingressClassName')];
  }
  if (object.kind === 'TargetGroupBinding') return [targetGroup(object)];
  if (object.kind !== 'Service') return [];
  if (stated === 'cloudflare-tunnel') return [cloudflareTunnel(object)];
  if (object.spec?.type === 'LoadBalancer') return unnamed(object);
  return object.spec?.type === 'NodePort' && !isBehindIngress(object, cluster) ? [nodePorts(object)] : [];
}

/** Another proxy of the cluster, which dials the ports that it names. */
export function frontProxy(field: string): Unsettled {
  return unsettled('unknown', 'front-proxy', [
    {
      rule: 'front-proxy-unseen',
      field,
      why:
        'Another proxy is in front. Whether it knows the client, and whether it overwrites or appends, ' +
        'is not in the input.',
      mend: 'Check that proxy first, and trust its pods only.',
    },
  ]);
}

/** A balancer that is set up elsewhere. */
export function outside(field: string, why: string, dials?: readonly Dial[]): Unsettled {
  return unsettled(
    'unknown',
    'outside',
    [
      {
        rule: 'balancer-outside-manifest',
        field,
        why,
        mend: 'Check it by hand: what it sends, and that its addresses are trusted.',
      },
    ],
    dials,
  );
}

function targetGroup({ spec }: KubernetesObject): Unsettled {
  const dials = isObject(spec?.serviceRef)
    ? [{ service: String(spec.serviceRef.name), port: spec.serviceRef.port, passesTcp: true }]
    : undefined;
  return outside(
    'spec.targetGroupARN',
    'The attributes and the health check of the target group are not in the manifest.',
    dials,
  );
}

/**
 * With policy Cluster every balancer that passes nothing on about the client loses it, whichever it is; with Local
 * some keep it.
 */
function unnamed(service: KubernetesObject): Reading[] {
  const loadBalancerClass = service.spec?.loadBalancerClass;
  if (loadBalancerClass) {
    return [
      unsettled('unknown', 'unknown-balancer', [
        {
          rule: 'balancer-unknown',
          field: 'spec.loadBalancerClass',
          why: `What the balancer of class ${loadBalancerClass} does is not known here.`,
          mend: 'Check it by hand: Local keeps the client with some balancers and not with others.',
        },
      ]),
    ];
  }
  if (!isLocal(service)) {
    const balancer = unchecked(service, 'unknown', 'load balancer that the manifest does not name');
    const admits = sourceRanges(service);
    // Some controllers make a wall of the source ranges, and others read no line of them.
    return (admits ? [{ ...balancer, admits }, balancer] : [balancer]).map((one) => made('unknown', one));
  }
  return [
    unsettled('unknown', 'unknown-balancer', [
      {
        rule: 'balancer-unknown',
        field: LOCAL_POLICY.field,
        why:
          'Local keeps the client with some balancers and not with others, and the manifest does not show ' +
          'which one serves the Service.',
        mend: 'Name the cloud, or include the status of the Service.',
      },
    ]),
  ];
}

/** Node ports are dialled by clients themselves. */
function nodePorts(service: KubernetesObject): Reading {
  const frontends = passedThrough(service).map((frontend, index): Frontend => ({
    ...frontend,
    port: servicePorts(service)[index].nodePort ?? frontend.port,
  }));
  return made('kube-proxy', { ...unchecked(service, 'node-dns', 'node ports'), frontends });
}

/** External addresses of a Service lead to it through the nodes, whatever its type, and whatever else leads to it. */
export function externalAddresses(service: KubernetesObject): Reading[] {
  const { externalIPs } = service.spec ?? {};
  return Array.isArray(externalIPs) && externalIPs.length > 0
    ? [made('kube-proxy', unchecked(service, 'node-dns', 'external addresses'))]
    : [];
}

/** Its node ports are then the way of the Ingress's balancer. */
function isBehindIngress(service: KubernetesObject, cluster: Cluster): boolean {
  return cluster
    .list('Ingress')
    .some((ingress) => ingressBackends(ingress, cluster).some((backend) => backend.service === service));
}

function unchecked(service: KubernetesObject, id: string, name: string): Balancer {
  return passing(service, id, name, { healthCheck: { kind: 'none' } });
}

/** The tunnel's pods dial the Service; Cloudflare writes the client's address into a header that it overwrites. */
export function cloudflareTunnel(service: KubernetesObject): Reading {
  return made('cloudflared', {
    id: 'cloudflare-tunnel',
    name: 'Cloudflare Tunnel',
    frontends: servicePorts(service).map(({ port }) => ({
      port: 443,
      speaks: 'https',
      service: nameOf(service),
      servicePort: port,
      backend: 'as-listener',
    })),
    targets: 'pods',
    peer: { role: 'balancer' },
    http: {
      forwardedFor: { mode: 'append' },
      overwrites: { 'CF-Connecting-IP': '{client}', 'X-Forwarded-Proto': '{scheme}' },
      redirectsToHttps: false,
    },
    healthCheck: { kind: 'none' },
    settings: {},
    internal: false,
  });
}
