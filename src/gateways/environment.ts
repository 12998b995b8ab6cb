/** What every gateway with pods of ours sets, in whichever way it learns the client's address. */
export const BASE_ENVIRONMENT: { readonly [key: string]: string } = {
  KONG_DATABASE: 'off',
  KONG_PREFIX: '/kong_prefix',
  KONG_ADMIN_LISTEN: 'off',
  KONG_ADMIN_GUI_LISTEN: 'off',
  KONG_NGINX_WORKER_PROCESSES: '2',
  KONG_PROXY_ACCESS_LOG: '/dev/stdout',
  KONG_PROXY_ERROR_LOG: '/dev/stderr',
  KONG_STATUS_ACCESS_LOG: 'off',
  KONG_STATUS_ERROR_LOG: '/dev/stderr',
};
