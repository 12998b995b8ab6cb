import { Cluster, Frontend, KubernetesObject, Reading, Remark } from './balancer';
import { ingressBackends, ingressClassOf, isLocal, LOCAL_POLICY, nameOf, passedThrough, servicePorts, shortCut, sourceRanges } from './manifest';

/** What nobody makes of a Service or an Ingress alone: name by the id that the annotation takes. */
export const OUTSIDE = {
  'aws-target-group': 'target group of AWS that somebody else sets up',
  'self-managed': 'load balancer that somebody else sets up',
  'custom': 'load balancer that nobody here knows',
  'host-network': 'ports of the nodes themselves',
  'node-dns': 'node ports',
  'cloudflare-tunnel': 'Cloudflare Tunnel',
};

/** What can be said of an object that no known controller takes, or that somebody outside the manifest serves. */
export function readOther(object: KubernetesObject, cluster: Cluster, stated: string | undefined): Reading[] {
  if (stated === 'self-managed' || stated === 'aws-target-group' || stated === 'custom') {
    return [outside('spec', 'Somebody else sets up the balancer: what it sends, and from where it dials, is not in the manifest.')];
  }
  if (object.kind === 'Ingress') {
    return [unseen('front-proxy-unseen', ingressClassOf(object, cluster).by === 'annotation'
      ? 'metadata.annotations[kubernetes.io/ingress.class]' : 'spec.ingressClassName',
    'Another proxy stands in front. Whether it knows the client, and whether it overwrites or appends, is not in the input.',
    'Check that proxy first, and trust its pods only.')];
  }
  if (object.kind === 'TargetGroupBinding') return [outside('spec.targetGroupARN', 'The attributes and the health check of the target group are not in the manifest.')];
  if (object.kind !== 'Service') return [];
  if (stated === 'cloudflare-tunnel') return [cloudflareTunnel(object)];
  if (object.spec?.type === 'LoadBalancer') return [unnamed(object)];
  return object.spec?.type === 'NodePort' && !isBehindIngress(object, cluster) ? [nodePorts(object)] : [];
}

function unseen(rule: string, field: string, why: string, mend: string): Reading {
  return { controller: 'unknown', remarks: [{ rule, field, why, mend }] };
}

function outside(field: string, why: string): Reading {
  return unseen('balancer-outside-manifest', field, why, 'Check it by hand: what it sends, and that its addresses are trusted.');
}

/** With policy Cluster every balancer that says nothing of the client loses it, whichever it is; with Local some keep it. */
function unnamed(service: KubernetesObject): Reading {
  const loadBalancerClass = service.spec?.loadBalancerClass;
  if (!loadBalancerClass && !isLocal(service)) return { controller: 'unknown', balancer: passing(service, 'unknown', 'load balancer that the manifest does not name'), remarks: [] };
  const remark: Remark = loadBalancerClass
    ? { rule: 'balancer-unknown', field: 'spec.loadBalancerClass', why: `What the balancer of class ${loadBalancerClass} does is not known here.`, mend: 'Check it by hand: Local keeps the client with some balancers and not with others.' }
    : { rule: 'balancer-unknown', field: 'spec.externalTrafficPolicy', why: 'Local keeps the client with some balancers and not with others, and the manifest does not say which one serves the Service.', mend: 'Name the cloud, or include the status of the Service.' };
  return { controller: 'unknown', remarks: [remark] };
}

/** Node ports are dialled by clients themselves. */
function nodePorts(service: KubernetesObject): Reading {
  const frontends = passedThrough(service).map((frontend, index): Frontend =>
    ({ ...frontend, port: servicePorts(service)[index].nodePort ?? frontend.port }));
  return { controller: 'kube-proxy', balancer: { ...passing(service, 'node-dns', 'node ports'), frontends }, remarks: [] };
}

/** External addresses of a Service lead to it through the nodes, whatever its type, and whatever else leads to it. */
export function externalAddresses(service: KubernetesObject): Reading[] {
  const { externalIPs } = service.spec ?? {};
  return Array.isArray(externalIPs) && externalIPs.length > 0
    ? [{ controller: 'kube-proxy', balancer: passing(service, 'node-dns', 'external addresses'), remarks: [] }] : [];
}

/** Its node ports are then the way of the Ingress's balancer. */
function isBehindIngress(service: KubernetesObject, cluster: Cluster): boolean {
  return cluster.list('Ingress').some((ingress) => ingressBackends(ingress, cluster).some((backend) => backend.service === service));
}

function passing(service: KubernetesObject, id: string, name: string) {
  return {
    id,
    name,
    frontends: passedThrough(service),
    targets: 'nodes',
    peer: { role: isLocal(service) ? 'client' : 'node' },
    healthCheck: { kind: 'none' },
    settings: { keepSource: LOCAL_POLICY },
    admits: sourceRanges(service),
    shortCut: shortCut(service),
  } as const;
}

/** The tunnel's pods dial the Service; Cloudflare writes the client's address into a header that it overwrites. */
function cloudflareTunnel(service: KubernetesObject): Reading {
  return {
    controller: 'cloudflared',
    balancer: {
      id: 'cloudflare-tunnel',
      name: 'Cloudflare Tunnel',
      frontends: servicePorts(service).map(({ port }) => ({ port: 443, speaks: 'https', service: nameOf(service), servicePort: port, backend: 'http' })),
      targets: 'pods',
      peer: { role: 'balancer' },
      http: { forwardedFor: { mode: 'append' }, overwrites: { 'CF-Connecting-IP': '{client}', 'X-Forwarded-Proto': '{scheme}' }, redirectsToHttps: false },
      healthCheck: { kind: 'none' },
      settings: {},
      internal: false,
    },
    remarks: [],
  };
}
