import { ApiObject, ApiObjectMetadataDefinition, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { Validation } from './validation';

/**
 * Lets JSON patches of all objects in a scope change the manifest as it will be written. cdk8s itself applies them
 * before it converts the object to the schema of one Kubernetes version, which drops or mangles whatever that schema
 * does not know.
 */
export function patchAsWritten(scope: Construct): void {
  for (const object of scope.node.findAll().filter((child): child is ApiObject => ApiObject.isApiObject(child))) {
    if (isConverted(object)) {
      new ObjectAsWritten(object);
    }
  }
}

/** Whether the class of an object changes what cdk8s has patched. */
function isConverted(object: ApiObject): boolean {
  // Not instanceof, which cdk8s answers with true for each of its objects.
  return object.constructor !== ObjectAsWritten && object.toJson !== ApiObject.prototype.toJson;
}

/** Takes the place of an object in the tree, and patches what that object is converted to. */
class ObjectAsWritten extends ApiObject {
  /** The same as the converted object's: the construct that made that object goes on writing there. */
  public readonly metadata: ApiObjectMetadataDefinition;
  private readonly patchesAsWritten: JsonPatch[] = [];

  constructor(private readonly converted: ApiObject) {
    const { scope, id } = converted.node;
    scope!.node.tryRemoveChild(id);
    super(scope as Construct, id, {
      apiVersion: converted.apiVersion,
      kind: converted.kind,
      metadata: { name: converted.name },
    });
    this.metadata = converted.metadata;
    this.node.addDependency(...converted.node.dependencies);
  }

  public addJsonPatch(...patches: JsonPatch[]): void {
    this.patchesAsWritten.push(...patches);
    Validation.of(this).forget();
  }

  public toJson(): any {
    return Validation.of(this).asChecked(this, () => {
      const json = this.converted.toJson();
      return this.patchesAsWritten.length === 0 ? json : JsonPatch.apply(json, ...this.patchesAsWritten);
    });
  }
}
