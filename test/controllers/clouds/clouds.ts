import { digitalOcean } from '../../../src/controllers/digitalocean/load-balancer';
import { exoscale } from '../../../src/controllers/exoscale';
import { hetzner } from '../../../src/controllers/hetzner';
import { oci } from '../../../src/controllers/oci';
import { scaleway } from '../../../src/controllers/scaleway/load-balancer';
import { TableController } from '../../../src/controllers/service-table';
import { stackit } from '../../../src/controllers/stackit';
import { vultr } from '../../../src/controllers/vultr';

/**
 * A cloud whose controller is asked, by a test of ours inside its own package: what builds a balancer is not
 * exported.
 */
export interface Cloud {
  /** Of our variants, and of the driver. */
  readonly name: string;
  readonly model: TableController;
  readonly repository: string;
  /** The commit that was read when the model was written. */
  readonly commit: string;
  /** The package that holds the function. */
  readonly folder: string;
  readonly packageName: string;
  /** Keys that would have the controller ask the cloud itself, or the network. */
  readonly leavesOut?: readonly string[];
}

export const CLOUDS: readonly Cloud[] = [
  {
    name: 'hetzner',
    model: hetzner,
    repository: 'hetznercloud/hcloud-cloud-controller-manager',
    commit: '6485324fbd9701d3422c0cf301fa4535065d9d65',
    folder: 'internal/hcops',
    packageName: 'hcops',
  },
  {
    name: 'digitalocean',
    model: digitalOcean,
    repository: 'digitalocean/digitalocean-cloud-controller-manager',
    commit: '70d527e38456469eadcf69624228eeaa4c0fec37',
    folder: 'cloud-controller-manager/do',
    packageName: 'do',
  },
  {
    name: 'scaleway',
    model: scaleway,
    repository: 'scaleway/scaleway-cloud-controller-manager',
    commit: 'bddc17f83b3e7bd8432ba01a05e83f141f99f95a',
    folder: 'scaleway',
    packageName: 'scaleway',
  },
  {
    name: 'vultr',
    model: vultr,
    repository: 'vultr/vultr-cloud-controller-manager',
    commit: 'd5f3ab033270563596f3e00d66e33140d0117ef2',
    folder: 'vultr',
    packageName: 'vultr',
    leavesOut: [
      'service.beta.kubernetes.io/vultr-loadbalancer-vpc',
      'service.beta.kubernetes.io/vultr-loadbalancer-private-network',
    ],
  },
  {
    name: 'exoscale',
    model: exoscale,
    repository: 'exoscale/exoscale-cloud-controller-manager',
    commit: '32c9584f57222ac689baca5d8ed746367b9c14f0',
    folder: 'exoscale',
    packageName: 'exoscale',
  },
  {
    name: 'oci',
    model: oci,
    repository: 'oracle/oci-cloud-controller-manager',
    commit: '1100ac3624ed482b53a6e43d85afdccd0d4b095b',
    folder: 'pkg/cloudprovider/providers/oci',
    packageName: 'oci',
  },
  {
    name: 'stackit',
    model: stackit,
    repository: 'stackitcloud/cloud-provider-stackit',
    commit: 'd561f8ea011cc9e7f1946aa89170f51b732b2985',
    folder: 'pkg/ccm',
    packageName: 'ccm',
  },
];
