import { isOlder, isOn, since, valueAt } from './chart';
import { listen } from './listen';
import { Chart } from './release';
import { equals, orElse, print } from './template';
import { publicUrl, secretKey, Variables } from './variables';

/** The variables of Kong Enterprise; none unless `enterprise.enabled`. */
export function enterpriseVariables(chart: Chart): Variables {
  const variables: Variables = new Map();
  if (!isOn(chart, 'enterprise.enabled')) {
    return variables;
  }
  for (const part of ['PORTAL_API', 'PORTAL_GUI', 'ADMIN_GUI']) {
    variables.set(`KONG_${part}_ACCESS_LOG`, '/dev/stdout');
    variables.set(`KONG_${part}_ERROR_LOG`, '/dev/stderr');
  }
  variables.set('KONG_ADMIN_GUI_LISTEN', listen(chart, valueAt(chart, 'manager')));
  variables.set('KONG_CLUSTER_TELEMETRY_LISTEN', listen(chart, valueAt(chart, 'clustertelemetry')));
  if (isOn(chart, 'manager.ingress.enabled')) {
    variables.set('KONG_ADMIN_GUI_URL', publicUrl(valueAt(chart, 'manager.ingress')));
  }
  if (!isOn(chart, 'enterprise.vitals.enabled')) variables.set('KONG_VITALS', 'off');
  if (isOn(chart, 'enterprise.portal.enabled')) setPortal(chart, variables);
  if (isOn(chart, 'enterprise.rbac.enabled')) setRbac(chart, variables);
  setMail(chart, variables);
  if (isOn(chart, 'enterprise.license_secret')) {
    variables.set('KONG_LICENSE_DATA', secretKey(valueAt(chart, 'enterprise.license_secret'), 'license'));
  }
  return variables;
}

function setPortal(chart: Chart, variables: Variables): void {
  variables.set('KONG_PORTAL', 'on');
  variables.set('KONG_PORTAL_GUI_LISTEN', listen(chart, valueAt(chart, 'portal')));
  variables.set('KONG_PORTAL_API_LISTEN', listen(chart, valueAt(chart, 'portalapi')));
  if (isOn(chart, 'portal.ingress.enabled')) {
    variables.set('KONG_PORTAL_GUI_HOST', valueAt(chart, 'portal.ingress.hostname'));
    variables.set('KONG_PORTAL_GUI_PROTOCOL', isOn(chart, 'portal.ingress.tls') ? 'https' : 'http');
  }
  if (isOn(chart, 'portalapi.ingress.enabled')) {
    variables.set('KONG_PORTAL_API_URL', publicUrl(valueAt(chart, 'portalapi.ingress')));
  }
}

function setRbac(chart: Chart, variables: Variables): void {
  const auth = valueAt(chart, 'enterprise.rbac.admin_gui_auth');
  variables.set('KONG_ENFORCE_RBAC', 'on');
  variables.set('KONG_ADMIN_GUI_AUTH', orElse(auth, 'basic-auth'));
  if (!equals(auth, 'basic-auth', 'enterprise.rbac.admin_gui_auth')) {
    const secret = valueAt(chart, 'enterprise.rbac.admin_gui_auth_conf_secret');
    variables.set('KONG_ADMIN_GUI_AUTH_CONF', secretKey(secret, 'admin_gui_auth_conf'));
  }
  if (needsSession(chart, equals(auth, 'openid-connect', 'enterprise.rbac.admin_gui_auth'))) {
    const secret = valueAt(chart, 'enterprise.rbac.session_conf_secret');
    variables.set('KONG_ADMIN_GUI_SESSION_CONF', secretKey(secret, 'admin_gui_session_conf'));
  }
}

function needsSession(chart: Chart, isOpenId: boolean): boolean {
  if (since(chart, '2.40.0')) {
    return !isOpenId || isOlder(chart, 'image', [3, 6, 0]);
  }
  if (since(chart, '2.39.3')) {
    return !isOpenId;
  }
  return !since(chart, '2.39.0') || isOn(chart, 'enterprise.rbac.session_conf_secret');
}

/** Settings of `enterprise.smtp` by their variables. */
const MAIL: readonly (readonly [variable: string, setting: string])[] = [
  ['KONG_PORTAL_EMAILS_FROM', 'portal_emails_from'],
  ['KONG_PORTAL_EMAILS_REPLY_TO', 'portal_emails_reply_to'],
  ['KONG_ADMIN_EMAILS_FROM', 'admin_emails_from'],
  ['KONG_ADMIN_EMAILS_REPLY_TO', 'admin_emails_reply_to'],
  ['KONG_SMTP_ADMIN_EMAILS', 'smtp_admin_emails'],
  ['KONG_SMTP_HOST', 'smtp_host'],
  ['KONG_SMTP_AUTH_TYPE', 'smtp_auth_type'],
  ['KONG_SMTP_SSL', 'smtp_ssl'],
  ['KONG_SMTP_PORT', 'smtp_port'],
];

function setMail(chart: Chart, variables: Variables): void {
  const isReal = isOn(chart, 'enterprise.smtp.enabled');
  variables.set('KONG_SMTP_MOCK', isReal ? 'off' : 'on');
  if (!isReal) {
    return;
  }
  for (const [variable, setting] of MAIL) {
    variables.set(variable, valueAt(chart, `enterprise.smtp.${setting}`));
  }
  // The chart puts it in quotes twice.
  variables.set('KONG_SMTP_STARTTLS', JSON.stringify(print(valueAt(chart, 'enterprise.smtp.smtp_starttls'))));
  if (isOn(chart, 'enterprise.smtp.auth.smtp_username')) {
    variables.set('KONG_SMTP_USERNAME', valueAt(chart, 'enterprise.smtp.auth.smtp_username'));
    variables.set(
      'KONG_SMTP_PASSWORD',
      secretKey(valueAt(chart, 'enterprise.smtp.auth.smtp_password_secret'), 'smtp_password'),
    );
  }
}
