import { Balancer, KubernetesObject } from '../balancer';
import { Controller } from '../controller';
import { findBeside } from '../fields';
import { made, refusedBy, unsettled } from '../reading';
import { isLocal, passedThrough } from '../services';

const ID = 'gke-service-attachment-controller';
const NAME = 'Private Service Connect of Google';

/** What the Service behind an attachment states. */
export const PRIVATE_SERVICE_CONNECT = 'gke-private-service-connect';

/**
 * GKE's controller of ServiceAttachments. Consumers come from the NAT subnets of the attachment, and a PROXY header
 * tells who they are, if it is on.
 *
 * @see https://github.com/kubernetes/ingress-gce/blob/master/pkg/psc/controller.go
 */
export const serviceAttachmentController: Controller = {
  id: ID,
  cloud: 'gke',
  makes: { [PRIVATE_SERVICE_CONNECT]: NAME },
  signs: { kinds: ['ServiceAttachment'] },
  read(attachment, cluster) {
    if (attachment.kind !== 'ServiceAttachment') return undefined;
    const { kind, name, apiGroup = '' } = attachment.spec?.resourceRef ?? {};
    if (apiGroup !== '' || String(kind).toLowerCase() !== 'service') {
      return refusedBy(ID, [
        {
          rule: 'annotation-refused',
          field: 'spec.resourceRef',
          why: 'The controller takes a Service of the core group alone.',
          mend: 'Write kind: Service, and leave apiGroup out.',
        },
      ]);
    }
    const service = findBeside(attachment, cluster, 'Service', name);
    if (service) return made(ID, privateServiceConnect(service, attachment.spec?.proxyProtocol === true));
    return unsettled(ID, 'missing-object', [
      {
        rule: 'balancer-unknown',
        field: 'spec.resourceRef',
        why: `The Service ${String(name)} is not in the input.`,
        mend: 'Add the Service to the input.',
      },
    ]);
  },
};

/** The consumers' way to a Service, over its internal balancer. */
export function privateServiceConnect(service: KubernetesObject, sendsProxyProtocol: boolean): Balancer {
  return {
    id: PRIVATE_SERVICE_CONNECT,
    name: NAME,
    frontends: passedThrough(service).map((frontend) => ({
      ...frontend,
      proxyProtocol: sendsProxyProtocol ? 2 : undefined,
    })),
    targets: 'nodes',
    peer: { role: isLocal(service) ? 'balancer' : 'node', ownSubnet: true },
    // Google asks kube-proxy, whatever the attachment sends.
    healthCheck: { kind: 'node', sendsProxyProtocol: false },
    whenAllFail: 'sends-to-all',
    settings: { proxyProtocol: { field: 'spec.proxyProtocol', write: 'true' } },
    internal: true,
  };
}
