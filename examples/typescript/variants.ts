import { aks } from './aks';
import { bareMetal } from './bare-metal';
import { cdns } from './cdns';
import { Variant } from './common';
import { eks } from './eks';
import { frontProxies } from './front-proxies';
import { gke } from './gke';
import { otherClouds } from './other-clouds';

export { Variant };

/** Every load balancer, in every way that it can go. */
export const variants: Variant[] = [...gke, ...aks, ...eks, ...otherClouds, ...bareMetal, ...frontProxies, ...cdns];
