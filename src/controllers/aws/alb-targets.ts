import { Backend } from '../services';
import { isDualStack } from './alb-listeners';
import { ALB, Group, Member, param } from './ingress-group';
import { lookUpPort } from './port-lookup';
import { stringMap } from '../../notation/aws';
import { parseBool, parseInt32 } from '../../notation/go';
import { Frontend, HealthCheck } from '../balancer';
import { annotationReader, refused, refusedIf } from '../fields';

import { Remark } from '../reading';

export type TargetType = 'instance' | 'ip';

const PROTOCOLS = ['HTTP', 'HTTPS'];

const VERSIONS = ['HTTP1', 'HTTP2', 'GRPC'];

const NUMBERS = [
  'healthcheck-interval-seconds',
  'healthcheck-timeout-seconds',
  'healthy-threshold-count',
  'unhealthy-threshold-count',
];

/**
 * The target group of one Service port: the Service's annotations win over the Ingress's, and the class's target type
 * over both.
 */
export class AlbTarget {
  constructor(
    private readonly member: Member,
    private readonly backend: Backend,
    private readonly defaultTargetType: TargetType,
  ) {}

  public get type(): string {
    return param(this.member, 'targetType') ?? this.read('target-type') ?? this.defaultTargetType;
  }

  public get protocol(): Frontend['backend'] {
    if (this.read('backend-protocol') === 'HTTPS') return 'https';
    if (this.version === 'GRPC') return 'grpc';
    return this.version === 'HTTP2' ? 'h2c' : 'http';
  }

  /** The version of HTTP in which it is dialled, as far as it is known. */
  public get version(): string {
    return this.read('backend-protocol-version') ?? 'HTTP1';
  }

  public get healthCheck(): HealthCheck {
    const port =
      lookUpPort(this.backend.service, this.read('healthcheck-port'), this.type === 'ip' ? 'pods' : 'nodes') ??
      'traffic-port';
    const codes = this.read('success-codes');
    const tls = (this.read('healthcheck-protocol') ?? this.read('backend-protocol')) === 'HTTPS';
    if (this.version === 'GRPC') return { kind: 'grpc', port, passes: codes ?? '12', sendsProxyProtocol: false };
    return {
      kind: 'http',
      port,
      path: this.read('healthcheck-path') ?? '/',
      passes: codes ?? '200',
      sendsProxyProtocol: false,
      // Whatever the listener there speaks, which may be the one for status.
      ...(tls || this.protocol === 'https' ? { tls } : {}),
      ...(this.version === 'HTTP2' ? { http2: true } : {}),
    };
  }

  /** Why the controller makes no target group, and with it no balancer. */
  public refusals(group: Group): Remark[] {
    const attributes = this.read('target-group-attributes');
    return [
      ...this.typeRefusals(group),
      ...this.unless('backend-protocol', PROTOCOLS),
      ...this.unless('backend-protocol-version', VERSIONS),
      ...this.unless('healthcheck-protocol', PROTOCOLS),
      ...this.checkRefusals(),
      ...NUMBERS.flatMap((suffix) =>
        this.unlessRead(suffix, (text) => parseInt32(text) !== undefined, 'Write a whole number, without blanks.'),
      ),
      ...this.unlessRead(
        'multi-cluster-target-group',
        (text) => parseBool(text) !== undefined,
        'Write "true" or "false".',
      ),
      ...refusedIf(
        attributes !== undefined && !stringMap(attributes),
        `${ALB}target-group-attributes`,
        `The controller cannot read ${JSON.stringify(attributes)}.`,
        'Write key=value,key=value.',
      ),
    ];
  }

  private typeRefusals(group: Group): Remark[] {
    const { service } = this.backend;
    const serviceType = service?.spec?.type ?? 'ClusterIP';
    if (this.type !== 'ip' && this.type !== 'instance') {
      return [
        refused(
          `${ALB}target-type`,
          `The controller refuses ${JSON.stringify(this.type)}.`,
          'Write "ip" or "instance".',
        ),
      ];
    }
    if (this.type === 'instance' && service && serviceType === 'ClusterIP') {
      return [
        refused(
          `${ALB}target-type`,
          'Instance targets are node ports, and the Service is of type ClusterIP.',
          'Write "ip", or use a Service of type NodePort.',
        ),
      ];
    }
    const families: unknown = service?.spec?.ipFamilies;
    return Array.isArray(families) && families.includes('IPv6') && !isDualStack(group)
      ? [
          refused(
            `${ALB}ip-address-type`,
            'The Service has IPv6, and the balancer has not.',
            'Write "dualstack".',
            'dualstack',
          ),
        ]
      : [];
  }

  private checkRefusals(): Remark[] {
    const { service } = this.backend;
    if (!service) return [];
    const text = this.read('healthcheck-port');
    return text === undefined || lookUpPort(service, text, this.type === 'ip' ? 'pods' : 'nodes') !== undefined
      ? []
      : [
          refused(
            `${ALB}healthcheck-port`,
            `${JSON.stringify(text)} is neither a number nor a port of the Service by name.`,
            'Write a port such as "8100", without blanks.',
          ),
        ];
  }

  private unless(suffix: string, accepted: readonly string[]): Remark[] {
    return this.unlessRead(suffix, (text) => accepted.includes(text), `Write ${accepted.join(' or ')}, in capitals.`);
  }

  private unlessRead(suffix: string, isRead: (text: string) => boolean, mend: string): Remark[] {
    const text = this.read(suffix);
    return text === undefined || isRead(text)
      ? []
      : [refused(`${ALB}${suffix}`, `The controller refuses ${JSON.stringify(text)}.`, mend)];
  }

  private read(suffix: string): string | undefined {
    const { service } = this.backend;
    return (service && annotationReader(service, ALB)(suffix)) ?? this.member.read(suffix);
  }
}

/** A target group, and the Service port that it sends to. */
export interface Sending {
  readonly backend: Backend;
  readonly target: AlbTarget;
}
