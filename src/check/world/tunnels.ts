import { Catalogue } from './catalogue';
import { Entrance } from './entrance';
import { fileEntriesOf } from './environment';
import { Gateway } from './gateways';
import { byUrl, Sending } from './sending';
import { GatewayService } from './services';
import { templatesOf } from './workloads';
import { cloudflareTunnel } from '../../controllers/others';
import { servicePorts } from '../../controllers/services';
import { objectsIn } from '../../controllers/values';
import { ManifestObject } from '../../forms/manifests';

/**
 * Pods of a Cloudflare tunnel dial the ports of a Service that their configuration names. A tunnel whose
 * configuration is not in the input may lead to the gateway if it is in its namespace, or if nothing else does.
 */
export class TunnelFinder {
  private readonly sendings: readonly Sending[];
  /** Tunnels whose configuration is not in the input. */
  private readonly unread: readonly ManifestObject[];

  constructor(catalogue: Catalogue) {
    const tunnels = templatesOf(catalogue)
      .filter(({ template }) => objectsIn(template.spec?.containers).some(isTunnel))
      .map(({ workload }) => workload);
    const configurations = tunnels.length === 0 ? [] : configurationsOf(catalogue);
    const configured = new Set(configurations.map(({ namespace }) => namespace));
    this.unread = tunnels.filter(({ namespace }) => !configured.has(namespace));
    this.sendings = configurations.flatMap(({ text }) =>
      [...text.matchAll(/\bservice:\s*["']?([\w+]+:\/\/[^\s"',}]+)/g)].flatMap(([, url]) =>
        byUrl(url, /^(tcp|ssh|rdp|unix):/.test(url)),
      ),
    );
  }

  /** @param alone whether nothing else leads to the gateway */
  public of(services: readonly GatewayService[], { workload: { namespace } }: Gateway, alone: boolean): Entrance[] {
    const mayLead = this.unread.some((tunnel) => alone || tunnel.namespace === namespace);
    return services.flatMap((service): Entrance[] => {
      const named = this.sendings
        .filter((sending) => isHost(sending.service, service.name, namespace))
        .map(({ port }) => port);
      const ports = servicePorts(service.object).map(({ port }) => port);
      const supposed = mayLead ? plain(ports) : [];
      const dialled = named.length > 0 ? ports.filter((port) => named.includes(port)) : supposed;
      return dialled.length === 0 ? [] : [entranceOf(service, dialled)];
    });
  }
}

function entranceOf(service: GatewayService, dialled: readonly number[]): Entrance {
  const { object, name, spot } = service;
  const ports = servicePorts(object).filter(({ port }) => dialled.includes(port));
  const reading = cloudflareTunnel({ ...object, spec: { ...object.spec, ports } });
  return { kind: 'balancer', at: spot().at, spot, readings: [reading], services: new Map([[name, service]]) };
}

function isTunnel({ image }: Record<string, any>): boolean {
  return /(^|\/)cloudflared([:@]|$)/.test(String(image));
}

function configurationsOf(catalogue: Catalogue): { namespace: string; text: string }[] {
  return [...catalogue.all('ConfigMap'), ...catalogue.all('Secret')]
    .flatMap((object) =>
      [...fileEntriesOf(object).values()].map(({ value = '' }) => ({ namespace: object.namespace, text: value })),
    )
    .filter(({ text }) => /^ingress:/m.test(text) && /service:/.test(text));
}

function isHost(host: string, name: string, namespace: string): boolean {
  const [service, of = namespace] = host.replace(/\.svc(\..*)?$/, '').split('.');
  return service === name && of === namespace;
}

/** What is dialled without being told: not the port of TLS, if there is another. */
function plain(ports: readonly number[]): number[] {
  const others = ports.filter((port) => port !== 443 && port !== 8443);
  return others.length > 0 ? others : [...ports];
}
