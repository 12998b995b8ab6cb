import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { Kong, KongConfiguration } from '../src';

/** What a gateway must serve at least. */
export const configuration = KongConfiguration.inline({
  _format_version: '3.0',
  services: [{ name: 'app', url: 'http://app', routes: [{ name: 'app', paths: ['/'] }] }],
});

/** The objects of the construct's chart, as its manifest has them. */
export function objects(construct: Construct): any[] {
  return Testing.synth(Chart.of(construct));
}

/** The object of one resource, as the manifest has it. */
export function manifest(resource: Construct): any {
  const { kind, name } = ApiObject.of(resource);
  return objects(resource).find((object) => object.kind === kind && object.metadata.name === name);
}

/** The objects of one kind. */
export function ofKind(construct: Construct, kind: string): any[] {
  return objects(construct).filter((object) => object.kind === kind);
}

/** The spec of the gateway's pods. */
export function pod(kong: Kong): any {
  return manifest(kong.deployment).spec.template.spec;
}

/** The environment of Kong. */
export function environment(kong: Kong): { [key: string]: string } {
  return Object.fromEntries(pod(kong).containers[0].env.map(({ name, value }: any) => [name, value]));
}

/** The app of a construct, which validates before it writes. */
export function appOf(construct: Construct): App {
  return App.of(construct) as App;
}
