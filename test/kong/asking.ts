import { Kong, startKong } from '../../src/kong/kong';
import { Connection, Environment, Header, Served } from '../../src/kong/traffic';

export const BALANCER = '10.0.0.2';

export function start(environment: Environment): Kong {
  const started = startKong(environment);
  if ('refusal' in started) throw new Error(started.refusal.output);
  return started.kong;
}

/** One request to the plain port. */
export function ask(environment: Environment, headers: readonly Header[], connection: Partial<Connection> = {}) {
  return start(environment).answer({ peer: BALANCER, port: 8000, ...connection }, [
    { host: 'api.example.com', path: '/x', headers },
  ]);
}

export function served(...args: Parameters<typeof ask>): Served {
  return ask(...args).answers[0].served!;
}

/** The values of a header that the upstream reads. */
export function seen({ upstream }: Served, name: string): string[] {
  return upstream.filter(([other]) => other === name).map(([, value]) => value);
}

export const TRUSTING: Environment = { KONG_TRUSTED_IPS: '10.0.0.0/24', KONG_REAL_IP_HEADER: 'X-Forwarded-For' };
