import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Kong } from '../../src';
import { pod } from '../helpers';

/*
 * Changes of a gateway's objects, and the synthesis that reads them.
 */

export const synthesis = (kong: Kong) => () => Testing.synth(Chart.of(kong));

export const patch = (kong: Kong, object: kplus.Resource, ...patches: JsonPatch[]) => {
  ApiObject.of(object).addJsonPatch(...patches);
  return synthesis(kong);
};

export const variable = (kong: Kong, name: string) =>
  `/spec/template/spec/containers/0/env/${pod(kong).containers[0].env.findIndex((one: any) => one.name === name)}/value`;
