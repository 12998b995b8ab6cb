import { ALB, AwsApplicationLoadBalancerProps, AwsBackendProtocolVersion } from './alb-props';
import { refuseAnnotations } from './aws';
import { errorAt, quote } from '../../input/errors';
import { clientHeaderIn } from '../../notation/aws';

export function checkHttps(owner: string, props: AwsApplicationLoadBalancerProps): void {
  const https = listensHttps(props);
  if (props.certificateIds && !https) {
    throw errorAt(
      owner,
      'certificateIds and listensHttps false: nothing would use the certificates; leave one of them out',
    );
  }
  if (https && !props.certificateIds && !props.hosts && props.ingressClassName === undefined) {
    throw errorAt(
      owner,
      'listensHttps without a certificate: the controller finds one by a host only; give hosts or certificateIds, ' +
        'or the ingressClassName of a class whose IngressClassParams name certificates',
    );
  }
  if (props.sslPolicy !== undefined && !https) {
    throw errorAt(
      owner,
      `sslPolicy ${quote(props.sslPolicy)} has no effect without https; ` +
        'give certificateIds or listensHttps, or leave it out',
    );
  }
  if (speaksHttp2(props) && !https) {
    throw errorAt(
      owner,
      `backendProtocolVersion ${quote(props.backendProtocolVersion)}: ` +
        'the balancer takes HTTP/2 and gRPC over https only; give certificateIds or listensHttps, or leave it out',
    );
  }
}

/** Annotations that do nothing without https. */
const OF_HTTPS = [
  'auth-type',
  'auth-idp-cognito',
  'auth-idp-oidc',
  'auth-on-unauthenticated-request',
  'auth-scope',
  'auth-session-cookie',
  'auth-session-timeout',
  'jwt-validation',
  'mutual-authentication',
  'listener-attributes.HTTPS-443',
];

const NOT_OF_AUTO_MODE = [
  'waf-acl-id',
  'web-acl-id',
  'shield-advanced-protection',
  'auth-idp-oidc',
  'listener-attributes',
];

export function checkAnnotations(owner: string, props: AwsApplicationLoadBalancerProps): void {
  const tls =
    'has no effect without https, so clients would not be asked who they are; ' +
    'give certificateIds or listensHttps, or leave it out';
  const auto = 'is not read by EKS Auto Mode; leave it out';
  refuseAnnotations(owner, ALB, props.annotations, {
    ...(listensHttps(props) ? {} : Object.fromEntries(OF_HTTPS.map((suffix) => [suffix, tls]))),
    ...(props.eksAutoMode ? Object.fromEntries(NOT_OF_AUTO_MODE.map((suffix) => [suffix, auto])) : {}),
  });
  // A listener can be told to write what it knows of the client's certificate into a header of any name.
  const written = Object.entries(props.annotations ?? {}).find(
    ([key, value]) => key.startsWith(`${ALB}listener-attributes.`) && clientHeaderIn(value) !== undefined,
  );
  if (written) {
    throw errorAt(
      owner,
      `annotation ${written[0]} (${quote(written[1])}) writes into a header in which Kong or an upstream reads the ` +
        "client's address; give it another name",
    );
  }
}

export function listensHttps({ listensHttps: given, certificateIds }: AwsApplicationLoadBalancerProps): boolean {
  return given ?? certificateIds !== undefined;
}

export function speaksHttp2({ backendProtocolVersion: version }: AwsApplicationLoadBalancerProps): boolean {
  return version !== undefined && version !== AwsBackendProtocolVersion.HTTP1;
}
