import { AKS_ROWS } from './rows/aks';
import { AWS_ROWS } from './rows/aws';
import { GKE_ROWS } from './rows/gke';
import { ROWS_OF_OTHERS } from './rows/others';
import * as library from '../../src';

/** A new class of the library is a new row. */
export const ROWS = [...AWS_ROWS, ...GKE_ROWS, ...AKS_ROWS, ...ROWS_OF_OTHERS];

/** Somebody else sets these up, so their manifests hold nothing to be read. */
export const OUTSIDE: readonly (new (...args: any[]) => unknown)[] = [
  library.AwsApplicationTargetGroupBinding,
  library.AwsNetworkTargetGroupBinding,
  library.SelfManagedLoadBalancer,
];
