import { acceleratorHidesClient } from './accelerator-hides-client';
import { acknowledgementIgnored } from './acknowledgement-ignored';
import { adminApiPublic } from './admin-api-public';
import { albXffMode } from './alb-xff-mode';
import { annotationMisspelt } from './annotation-misspelt';
import { annotationRefused } from './annotation-refused';
import { apiServerRefuses } from './api-server-refuses';
import { awsControllerAmbiguous } from './aws-controller-ambiguous';
import { backendHttp2Mismatch } from './backend-http2-mismatch';
import { backendTlsMismatch } from './backend-tls-mismatch';
import { balancerCannotSendProxyProtocol } from './balancer-cannot-send-proxy-protocol';
import { balancerDropsTraffic } from './balancer-drops-traffic';
import { balancerHidesClient } from './balancer-hides-client';
import { balancerOutsideManifest } from './balancer-outside-manifest';
import { balancerUnknown } from './balancer-unknown';
import { cdnEdgeIsClient } from './cdn-edge-is-client';
import { ciliumL2WithLocal } from './cilium-l2-with-local';
import { clearListRemovesBalancerHeaders } from './clear-list-removes-balancer-headers';
import { doTypeNotExplicit } from './do-type-not-explicit';
import { envHidden } from './env-hidden';
import { envNameIgnored } from './env-name-ignored';
import { envOverridden } from './env-overridden';
import { forwardedForKeepsClientText } from './forwarded-for-keeps-client-text';
import { forwardedHeadersNotCleaned } from './forwarded-headers-not-cleaned';
import { frontProxyUnseen } from './front-proxy-unseen';
import { gceClassByField } from './gce-class-by-field';
import { hairpinWithoutHeader } from './hairpin-without-header';
import { headerNotWrittenByBalancer } from './header-not-written-by-balancer';
import { headerValueNotAnAddress } from './header-value-not-an-address';
import { healthCheckHitsKong404 } from './health-check-hits-kong-404';
import { healthCheckHitsNothing } from './health-check-hits-nothing';
import { healthCheckMeetsProxyProtocol } from './health-check-meets-proxy-protocol';
import { healthCheckOfNodeFails } from './health-check-of-node-fails';
import { healthCheckWrongProtocol } from './health-check-wrong-protocol';
import { inClusterServiceHitsProxyListener } from './in-cluster-service-hits-proxy-listener';
import { inTreeNlbIgnoresProxyProtocol } from './in-tree-nlb-ignores-proxy-protocol';
import { keyRepeated } from './key-repeated';
import { kongRefusesValue } from './kong-refuses-value';
import { kongVersionNotModelled } from './kong-version-not-modelled';
import { networkPolicyKeepsClientsOut } from './network-policy-keeps-clients-out';
import { nlbIpTargetsNotPreserving } from './nlb-ip-targets-not-preserving';
import { noCauseFound } from './no-cause-found';
import { noEntranceFound } from './no-entrance-found';
import { nodePortBypass } from './node-port-bypass';
import { pathDependsOnNodeNetwork } from './path-depends-on-node-network';
import { pluginChangesClient } from './plugin-changes-client';
import { pluginReadsClientHeader } from './plugin-reads-client-header';
import { portLeadsNowhere } from './port-leads-nowhere';
import { portNotForRequests } from './port-not-for-requests';
import { preserveAndProxyTogether } from './preserve-and-proxy-together';
import { probeMeetsProxyProtocol } from './probe-meets-proxy-protocol';
import { proxyEdgesBypassed } from './proxy-edges-bypassed';
import { proxyFlagNotOnEveryListener } from './proxy-flag-not-on-every-listener';
import { proxyHeaderWithoutProxyListener } from './proxy-header-without-proxy-listener';
import { proxyListenerOtherHeader } from './proxy-listener-other-header';
import { proxyProtocolListenerFlagMissing } from './proxy-protocol-listener-flag-missing';
import { proxyProtocolNotSent } from './proxy-protocol-not-sent';
import { proxyProtocolWithLocalPolicy } from './proxy-protocol-with-local-policy';
import { publicBySpelling } from './public-by-spelling';
import { realIpHeaderLowerCase } from './real-ip-header-lower-case';
import { realIpHeaderMissing } from './real-ip-header-missing';
import { realIpHeaderMisspelt } from './real-ip-header-misspelt';
import { recursionOverClients } from './recursion-over-clients';
import { recursionStopsAtBalancer } from './recursion-stops-at-balancer';
import { remarkInValue } from './remark-in-value';
import { requestDebugUndoesCleaning } from './request-debug-undoes-cleaning';
import { Rule } from './rule';
import { secondEntranceTrusted } from './second-entrance-trusted';
import { servicePortHasNoListener } from './service-port-has-no-listener';
import { settingsOnWrongContainer } from './settings-on-wrong-container';
import { settingsUnread } from './settings-unread';
import { singleValueHeaderOpenBalancer } from './single-value-header-open-balancer';
import { tlsEndedAtL4 } from './tls-ended-at-l4';
import { trafficPolicyCluster } from './traffic-policy-cluster';
import { trustByNginxDirectiveOnly } from './trust-by-nginx-directive-only';
import { trustEverybody } from './trust-everybody';
import { trustEverybodyPastTheBalancer } from './trust-everybody-past-the-balancer';
import { trustedIpsHostBits } from './trusted-ips-host-bits';
import { trustedIpsMissPeer } from './trusted-ips-miss-peer';
import { trustedIpsMissing } from './trusted-ips-missing';
import { unknownWayIn } from './unknown-way-in';
import { valueNotRead } from './value-not-read';
import { FailedCheck } from '../trial/checks';

/** The rule that names each way in which health checks fail. */
const FAILED_CHECKS: Readonly<Record<FailedCheck, Rule>> = {
  'node-reads-no-proxy-protocol': proxyProtocolWithLocalPolicy,
  'meets-proxy-protocol': healthCheckMeetsProxyProtocol,
  'kong-404': healthCheckHitsKong404,
  'wrong-protocol': healthCheckWrongProtocol,
  'nothing-listens': healthCheckHitsNothing,
  'node-never-passes': healthCheckOfNodeFails,
};

/** Every rule, in the order in which findings are told: causes before what follows from them. */
export const RULES: readonly Rule[] = [
  apiServerRefuses,
  remarkInValue,
  kongRefusesValue,
  annotationRefused,
  gceClassByField,
  ciliumL2WithLocal,
  balancerDropsTraffic,
  envNameIgnored,
  envOverridden,
  settingsOnWrongContainer,
  envHidden,
  settingsUnread,
  proxyProtocolListenerFlagMissing,
  proxyFlagNotOnEveryListener,
  balancerCannotSendProxyProtocol,
  inTreeNlbIgnoresProxyProtocol,
  proxyProtocolNotSent,
  servicePortHasNoListener,
  probeMeetsProxyProtocol,
  annotationMisspelt,
  ...Object.values(FAILED_CHECKS),
  backendTlsMismatch,
  backendHttp2Mismatch,
  trustedIpsMissing,
  trustEverybody,
  trustEverybodyPastTheBalancer,
  trustedIpsMissPeer,
  trustedIpsHostBits,
  recursionOverClients,
  trustByNginxDirectiveOnly,
  secondEntranceTrusted,
  realIpHeaderMissing,
  realIpHeaderMisspelt,
  singleValueHeaderOpenBalancer,
  proxyEdgesBypassed,
  headerNotWrittenByBalancer,
  proxyListenerOtherHeader,
  proxyHeaderWithoutProxyListener,
  headerValueNotAnAddress,
  cdnEdgeIsClient,
  recursionStopsAtBalancer,
  albXffMode,
  realIpHeaderLowerCase,
  trafficPolicyCluster,
  nlbIpTargetsNotPreserving,
  balancerHidesClient,
  acceleratorHidesClient,
  preserveAndProxyTogether,
  publicBySpelling,
  tlsEndedAtL4,
  awsControllerAmbiguous,
  doTypeNotExplicit,
  inClusterServiceHitsProxyListener,
  nodePortBypass,
  adminApiPublic,
  requestDebugUndoesCleaning,
  forwardedHeadersNotCleaned,
  pluginReadsClientHeader,
  pluginChangesClient,
  clearListRemovesBalancerHeaders,
  networkPolicyKeepsClientsOut,
  noEntranceFound,
  frontProxyUnseen,
  balancerUnknown,
  balancerOutsideManifest,
  pathDependsOnNodeNetwork,
  unknownWayIn,
  acknowledgementIgnored(() => [...RETIRED, ...RULES.map(({ id }) => id)]),
  keyRepeated,
  valueNotRead,
  forwardedForKeepsClientText,
  hairpinWithoutHeader,
  portNotForRequests,
  portLeadsNowhere,
  noCauseFound,
  kongVersionNotModelled,
];

/** Ids of rules that a release had, and that is gone. None is used again: people acknowledge findings by it. */
export const RETIRED: readonly string[] = [];
