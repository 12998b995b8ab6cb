import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';

/**
 * The validators of all gateways of an app. cdk8s validates the whole app once per chart that it writes, so what was found to
 * be right is remembered: until every gateway was written, one of them was changed, or this run of the event loop ends.
 */
export class Validation {
  public static of(construct: IConstruct): Validation {
    const { root } = construct.node;
    const known = Validation.ofApps.get(root) ?? new Validation();
    Validation.ofApps.set(root, known);
    return known;
  }

  private static readonly ofApps = new WeakMap<IConstruct, Validation>();

  private readonly remembered = new Map<unknown, unknown>();
  private readonly gateways = new Set<ApiObject>();
  private readonly written = new Set<ApiObject>();
  private asking = false;
  private failed = false;

  private constructor() {}

  /** Adds a validator, which finds what is wrong, or nothing. */
  public add(scope: Construct, find: () => string[]): void {
    scope.node.addValidation({ validate: () => this.validate(find) });
  }

  /** Tells the validators apart from a synthesis, by one object of each gateway. */
  public watch(gateway: ApiObject): void {
    this.gateways.add(gateway);
    const toJson = gateway.toJson.bind(gateway);
    gateway.toJson = () => {
      if (!this.asking) {
        this.written.add(gateway);
      }
      return toJson();
    };
  }

  /** What `compute` returns, or returned for the same key. */
  public remember<T>(key: unknown, compute: () => T): T {
    if (this.remembered.has(key)) {
      return this.remembered.get(key) as T;
    }
    const value = compute();
    if (this.remembered.size === 0) {
      queueMicrotask(() => this.forget());
    }
    this.remembered.set(key, value);
    return value;
  }

  /** To be called when something has changed. */
  public forget(): void {
    this.remembered.clear();
    this.written.clear();
    this.failed = false;
  }

  private validate(find: () => string[]): string[] {
    // After an error the app may be mended and written again, which nothing here would notice.
    if (this.failed || this.written.size === this.gateways.size) {
      this.forget();
    }
    this.asking = true;
    try {
      const findings = this.remember(find, find);
      this.failed ||= findings.length > 0;
      return findings;
    } finally {
      this.asking = false;
    }
  }
}
