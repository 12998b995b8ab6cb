import { Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { ExternalTrafficPolicy, ServiceBinding } from '../../src';

/** One way of a balancer that a controller sets up from a Service's annotations. */
export interface WayOfBalancer<Props> {
  readonly id: string;
  readonly owner: string;
  readonly prefix: string;
  readonly bind: (scope: Construct, props: Props) => ServiceBinding;
  /** The least props that it takes. */
  readonly least?: Props;
  /** What it writes in any case; keys are without the prefix, or whole where they have another. */
  readonly always: { readonly [key: string]: string };
  /** What each prop adds. */
  readonly given?: [Partial<Props>, { readonly [key: string]: string }][];
  /** What else the user must not write. */
  readonly reserved?: string[];
  readonly refused?: [Partial<Props>, string][];
  /** Fields of the binding beside the annotations. */
  readonly fields?: Partial<ServiceBinding>;
}

/** What is thrown, after its place: the constructor names its class, and the way the gateway. */
export function refusalOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message.replace(/^(\[test\]|[A-Z]\w+:) /, '');
  }
  return 'nothing is thrown';
}

/** The tests that every way of every such balancer passes. */
export function describeWay<Props extends object>(name: string, way: WayOfBalancer<Props>): void {
  const full = (key: string) => (key.includes('/') ? key : `${way.prefix}${key}`);
  const keys = (values: { readonly [key: string]: string }) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [full(key), value]));
  const bind = (props: Partial<Props> & { annotations?: object } = {}) =>
    way.bind(Testing.chart(), { ...way.least, ...props } as Props);

  describe(name, () => {
    test('says who it is, and that no node rewrites the source', () => {
      const { annotations, reservedAnnotations, ...fields } = bind();
      expect(annotations).toEqual(keys(way.always));
      expect(fields).toMatchObject({
        loadBalancerKind: way.id,
        externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
        ...way.fields,
      });
      expect(reservedAnnotations).toEqual(expect.arrayContaining(Object.keys(keys(way.always))));
    });

    test.each(
      [
        ...Object.keys(way.always),
        ...(way.given ?? []).flatMap(([, values]) => Object.keys(values)),
        ...(way.reserved ?? []),
        'service.beta.kubernetes.io/load-balancer-source-ranges',
      ].filter((key, at, all) => all.indexOf(key) === at),
    )('owns %s', (key) => {
      expect(() => bind({ annotations: { [full(key)]: 'x' } } as any)).toThrow(
        `[test] annotation ${full(key)} ("x") belongs to ${way.owner}; use the load balancer's own props`,
      );
    });

    test('passes on other annotations', () => {
      expect(bind({ annotations: { 'example.com/team': 'edge' } } as any).annotations).toEqual({
        ...keys(way.always),
        'example.com/team': 'edge',
      });
    });

    if (way.given) {
      test.each(way.given)('%j', (props, values) => {
        expect(bind(props).annotations).toEqual({ ...keys(way.always), ...keys(values) });
      });
    }

    if (way.refused) {
      test.each(way.refused)('refuses %j', (props, message) => {
        expect(refusalOf(() => bind(props))).toBe(message);
      });
    }
  });
}

export const KONG_ENDS_TLS =
  "with PROXY protocol TLS ends at Kong, which takes its certificate from the gateway's tlsSecret; leave it out";
export const NO_PROXY_HEADER = 'a balancer that reports the client in a header sends no PROXY header; leave it out';
