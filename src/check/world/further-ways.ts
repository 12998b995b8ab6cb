import { Catalogue } from './catalogue';
import { Entrance } from './entrance';
import { GatewayService } from './services';
import { STATEMENT } from '../../binding/statements';
import { Balancer } from '../../controllers/balancer';
import { annotation } from '../../controllers/fields';
import { PRIVATE_SERVICE_CONNECT, privateServiceConnect } from '../../controllers/gke/service-attachment';
import { made, Reading } from '../../controllers/reading';
import { readings as readingsOf } from '../../controllers/registry';
import { passedThrough } from '../../controllers/services';
import { ManifestObject } from '../../forms/manifests';

/** Ways in that another object, or an annotation, adds to a Service: over the balancer that it has, or past it. */
export function furtherWays(service: GatewayService, own: readonly Entrance[], catalogue: Catalogue): Entrance[] {
  const attachments = catalogue
    .all('ServiceAttachment')
    .filter(
      ({ namespace, object }) =>
        namespace === service.spot().at.namespace && object.spec?.resourceRef?.name === service.name,
    );
  const isStated = attachments.length === 0 && annotation(service.object, STATEMENT) === PRIVATE_SERVICE_CONNECT;
  const sending = isStated || attachments.some(({ object }) => object.spec?.proxyProtocol === true);
  return [
    ...own.map((entrance) => (sending && entrance.kind === 'balancer' ? withoutIntent(entrance) : entrance)),
    ...attachments.map((attachment) => ofAttachment(attachment, service, catalogue)),
    ...(isStated ? [ofStatedAttachment(service)] : []),
    ...own.flatMap(besidePrivateLink),
    ...(isExposedToTailnet(service) ? [tailscale(service)] : []),
  ];
}

/** The consumers' way, as the attachment sets it up. */
function ofAttachment(at: ManifestObject, service: GatewayService, catalogue: Catalogue): Entrance {
  const spot = (field?: string) => ({ at, field });
  return {
    kind: 'balancer',
    at,
    spot,
    readings: readingsOf(at.object, catalogue),
    services: new Map([[service.name, service]]),
  };
}

/** The same by what the Service states, where the attachment is not in the input. */
function ofStatedAttachment(service: GatewayService): Entrance {
  const balancer = privateServiceConnect(service.object, true);
  return {
    kind: 'balancer',
    at: service.spot().at,
    spot: service.spot,
    readings: [made('service-attachment', balancer)],
    services: new Map([[service.name, service]]),
  };
}

/**
 * The internal balancer behind a private link that sends PROXY, or that a CDN alone uses: hosts of its network dial it
 * without being meant to. With policy Cluster they come from the nodes, as all do.
 */
function besidePrivateLink(entrance: Entrance): Entrance[] {
  const readings = entrance.readings.filter((reading) => reading.state === 'made' && isPrivateLink(reading.balancer));
  return readings.length === 0 ? [] : [withoutIntent({ ...entrance, readings })];
}

function isPrivateLink({ id, peer, before, frontends }: Balancer): boolean {
  return (
    id === 'aks-private-link-service' &&
    peer.role === 'balancer' &&
    (before?.only === true || frontends.some(({ proxyProtocol }) => proxyProtocol !== undefined))
  );
}

/**
 * The balancer as those dial it who are not meant to: nothing is lost if they are refused, but they must not be
 * believed.
 */
function withoutIntent(entrance: Entrance): Entrance {
  const role = entrance.readings.every(({ balancer }) => balancer?.peer.role === 'node') ? 'node' : 'client';
  return {
    ...entrance,
    readings: entrance.readings.map((reading): Reading =>
      reading.state !== 'made'
        ? reading
        : {
            ...reading,
            balancer: {
              ...reading.balancer,
              name: 'balancer behind the private link',
              frontends: reading.balancer.frontends.map((frontend) => ({
                ...frontend,
                proxyProtocol: undefined,
                differs: undefined,
              })),
              peer: { role },
              before: undefined,
              // Who may use the link says nothing of the hosts of the network.
              admits: reading.balancer.admits?.length === 0 ? undefined : reading.balancer.admits,
              healthCheck: { kind: 'none' },
              internal: true,
              unintended: true,
            },
          },
    ),
  };
}

function isExposedToTailnet({ object }: GatewayService): boolean {
  return annotation(object, 'tailscale.com/expose') === 'true' || object.spec?.loadBalancerClass === 'tailscale';
}

/** A pod of Tailscale's operator takes the clients of the tailnet, and dials the Service from its own address. */
function tailscale(service: GatewayService): Entrance {
  const balancer: Balancer = {
    id: 'tailscale',
    name: 'proxy of Tailscale',
    frontends: passedThrough(service.object),
    targets: 'pods',
    peer: { role: 'balancer' },
    healthCheck: { kind: 'none' },
    settings: {},
    internal: true,
  };
  return {
    kind: 'balancer',
    at: service.spot().at,
    spot: service.spot,
    readings: [made('tailscale', balancer)],
    services: new Map([[service.name, service]]),
  };
}
