import { AWS, AZURE, GOOGLE } from './balancers-of-clouds';
import { OTHERS } from './balancers-of-others';
import { WITHOUT_CLOUD } from './balancers-without-cloud';
import { Balancer } from './row';

/**
 * Every class of balancer, by the id that the check gives it. Two classes may share an id, and differ in their ways.
 */
export const LOAD_BALANCERS: readonly Balancer[] = [...AWS, ...GOOGLE, ...AZURE, ...OTHERS, ...WITHOUT_CLOUD];
