import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { Validation } from './validation';

/**
 * Lets JSON patches of all objects in a scope change the manifest as it will be written. cdk8s itself applies them before it
 * converts the object to the schema of one Kubernetes version, which drops or mangles whatever that schema does not know.
 */
export function patchAsWritten(scope: Construct): void {
  for (const object of scope.node.findAll().filter((child): child is ApiObject => ApiObject.isApiObject(child))) {
    const convert = object.toJson.bind(object);
    const add = object.addJsonPatch.bind(object);
    object.addJsonPatch = (...more) => {
      add(...more);
      Validation.of(object).forget();
    };
    // Read where the class keeps them: from other languages jsii calls the method of the class, not the one above.
    const { patches } = object as unknown as { readonly patches: JsonPatch[] };
    const ours = patches.length;
    object.toJson = () => {
      const others = patches.splice(ours);
      try {
        return JsonPatch.apply(convert(), ...others);
      } finally {
        patches.push(...others);
      }
    };
  }
}
