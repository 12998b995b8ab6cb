import { judged, configMap, at, OF_MAP } from './started';

describe('a file that nginx includes', () => {
  const include = (text: string) =>
    judged(at('/n'), OF_MAP, [configMap({ 'x.conf': text })], { KONG_NGINX_PROXY_INCLUDE: '/n/x.conf' });

  test.each<[string, string]>([
    ['set_real_ip_from 0.0.0.0/0;', 'forgeable'],
    ['# ours\ngzip on;\nclient_max_body_size 8m;\n', 'kept'],
    ['location /x { return 200; }', 'unknown'],
    ['include /other;', 'unknown'],
    ['gzip on', 'unknown'],
  ])('%j: %s', (text, verdict) => {
    expect(include(text).verdict).toBe(verdict);
  });

  test('that is not in the input is a question', () => {
    expect(judged({}, {}, [], { KONG_NGINX_PROXY_INCLUDE: '/n/x.conf' }).verdict).toBe('unknown');
  });
});
