import { Trust } from './trial/networks';
import { passageOf } from './trial/passage';
import { KnownNetworks } from './trial/sending';
import { Trial, tryWay } from './trial/trial';
import { Gateway } from './world/gateways';
import { readConfiguration } from './world/plugins';
import { Way } from './world/ways';
import { Kong, startKong } from '../kong/kong';

type Start = ReturnType<typeof startKong>;

/** Results by the text of all that they depend on. */
class Results<T> {
  private readonly known = new Map<string, T>();

  public of(text: string, find: () => T): T {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const found = find();
    this.known.set(text, found);
    return found;
  }
}

/**
 * What one check has worked out. Gateways that are alike start the same Kong, and ways that are alike are tried once.
 */
export class Memory {
  private readonly starts = new Results<Start>();
  private readonly trials = new Map<Kong, Results<Trial>>();

  private readonly configurations = new Results<unknown>();

  constructor(private readonly known: KnownNetworks) {}

  public start({ environment, files }: Gateway): Start {
    const text = JSON.stringify([environment.known, [...(files ?? [])]]);
    return this.starts.of(text, () => startKong(environment.known, files));
  }

  /** @param trust the networks that this Kong trusts */
  public trial(way: Way, kong: Kong, trust: Trust): Trial {
    const passage = passageOf(way);
    return this.trialsOf(kong).of(JSON.stringify(passage), () => tryWay(passage, kong, trust, this.known));
  }

  /** Kong's declarative configuration, which is not to be changed. */
  public configuration(text: string): unknown {
    return this.configurations.of(text, () => readConfiguration(text));
  }

  private trialsOf(kong: Kong): Results<Trial> {
    const known = this.trials.get(kong) ?? new Results<Trial>();
    this.trials.set(kong, known);
    return known;
  }
}
