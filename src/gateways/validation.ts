/*
 * The one file that replaces methods: `synth` and `synthYaml` of an app. cdk8s validates the whole app once more for
 * every chart that it writes, and nothing tells a validator whether the app may have changed since it was last asked.
 * Without these brackets every gateway would be judged again for every chart. They save time alone: what is found is
 * the same without them, as in other languages, where jsii calls the methods of the class.
 */
import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';

/** What cdk8s's App offers to write all charts. It validates the whole app once more for each of them. */
const SYNTHESES = ['synth', 'synthYaml'];

/**
 * The validators of all gateways of an app. What they compute together is remembered: while the app is being written,
 * or until one of them is asked again, since the app may have changed in between.
 */
export class Validation {
  public static of(construct: IConstruct): Validation {
    const { root } = construct.node;
    const known = Validation.ofApps.get(root) ?? new Validation(root);
    Validation.ofApps.set(root, known);
    return known;
  }

  private static readonly ofApps = new WeakMap<IConstruct, Validation>();

  private readonly remembered = new Map<unknown, unknown>();
  private readonly asked = new Set<() => string[]>();
  private writing = false;

  private constructor(private readonly app: any) {
    for (const method of SYNTHESES.filter((name) => typeof app[name] === 'function')) {
      const synthesize = app[method].bind(app);
      app[method] = () => this.whileWriting(synthesize);
    }
  }

  /** Adds a validator, which finds what is wrong, or nothing. */
  public add(scope: Construct, find: () => string[]): void {
    this.forget();
    scope.node.addValidation({ validate: () => this.validate(find) });
  }

  /** What `compute` returns, or returned for the same key. */
  public remember<T>(key: unknown, compute: () => T): T {
    if (!this.remembered.has(key)) {
      this.remembered.set(key, compute());
    }
    return this.remembered.get(key) as T;
  }

  /** An object as the manifest has it. */
  public written(object: ApiObject): any {
    return this.remember(object, () => object.toJson());
  }

  /** What `compute` makes of an object. While the app is being written, that which was checked. */
  public asChecked<T>(object: ApiObject, compute: () => T): T {
    return this.writing ? this.remember(object, compute) : compute();
  }

  /** All objects of the app. */
  public get objects(): readonly ApiObject[] {
    return this.remember('objects', () =>
      this.app.node.findAll().filter((child: IConstruct) => ApiObject.isApiObject(child)),
    );
  }

  /** To be called when something has changed. */
  public forget(): void {
    this.remembered.clear();
    this.asked.clear();
  }

  private validate(find: () => string[]): string[] {
    if (!this.writing && this.asked.has(find)) {
      this.forget();
    }
    this.asked.add(find);
    return this.remember(find, find);
  }

  private whileWriting<T>(synthesize: () => T): T {
    this.forget();
    this.writing = true;
    try {
      return synthesize();
    } finally {
      this.writing = false;
      this.forget();
    }
  }
}
