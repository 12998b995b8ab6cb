import { appendFileSync } from 'fs';
import { join } from 'path';
import { believing, gateway, lineFor, newFile, peer, probe } from './probing';
import { folder } from './session';

describe('a log in a file', () => {
  test.each(['127.0.0.1', '::1'])(
    'kept at %s: one connection at a time, under 40 requests, by a name',
    async (host) => {
      const log = newFile();
      const { url, seen } = await gateway(log, peer, undefined, host);
      const { code, out } = await probe(url, '--log', log);
      expect(out).toContain('KEPT');
      expect(out).toContain(`Kong believes ${host}, which is yours.`);
      expect(code).toBe(0);
      expect(seen.most).toBe(1);
      expect(seen.requests).toBeLessThan(40);
      expect([...seen.agents]).toEqual([expect.stringContaining('cdk8s-kong-client-ip probe')]);
    },
  );

  test.each(['x-real-ip', 'x-forwarded-for', 'cf-connecting-ip', 'client-ip'])('forgeable by %s', async (header) => {
    const log = newFile();
    const { url } = await gateway(log, believing(header));
    const { code, out } = await probe(url, '--log', log);
    expect(out).toMatch(/forgeable: .*Kong believes (6\.6\.6\.6|7\.7\.7\.7)/);
    expect(out).toMatch(/\$ curl -s .*6\.6\.6\.6/);
    expect(code).toBe(1);
  });

  test('lost, as JSON', async () => {
    const log = newFile();
    const { url } = await gateway(log, () => '10.0.0.5');
    const { code, out } = await probe(url, '--log', log, '--address', '198.51.100.7', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'lost',
      endpoints: [{ url: `${url}/`, family: 4, believed: '10.0.0.5', requests: expect.any(Array) }],
    });
    expect(code).toBe(1);
  });

  test('manifests are checked beside it', async () => {
    const log = newFile();
    const { url } = await gateway(log, () => '10.0.0.5');
    const lost = await probe(
      url,
      '--log',
      log,
      '--address',
      '198.51.100.7',
      '--manifests',
      'test/corpus/cases/bare-load-balancer.yaml',
    );
    expect(lost.out).toContain('say the same');
    const kept = await probe(
      url,
      '--log',
      log,
      '--address',
      '198.51.100.7',
      '--manifests',
      'test/corpus/cases/right-aks-local.yaml',
    );
    expect([lost.code, kept.code]).toEqual([1, 1]);
    expect(kept.out).toContain('### The check and the running gateway disagree');
    expect(kept.out.split('###')[1]).not.toMatch(/10\.0\.0\.5|127\.0\.0\.1/);
  });

  test('a gateway that does what its manifests do not say is not clean', async () => {
    const log = newFile();
    const { url } = await gateway(log, peer);
    const { code, out } = await probe(url, '--log', log, '--manifests', 'test/corpus/cases/bare-load-balancer.yaml');
    expect({ code, kept: /^Verdict {2}KEPT/m.test(out) }).toEqual({ code: 1, kept: true });
  });

  test('is written a while after the answer', async () => {
    const log = newFile();
    const held: string[] = [];
    const { url } = await gateway(log, (request) => {
      held.push(lineFor('127.0.0.1', request.url));
      return peer(request);
    });
    // Only what is flushed late tells the client.
    const late = newFile();
    const flushed = setInterval(() => held.splice(0).forEach((line) => appendFileSync(late, line)), 700);
    const { code } = await probe(url, '--log', late);
    clearInterval(flushed);
    expect(code).toBe(0);
  });

  test('has ten thousand lines of others', async () => {
    const log = newFile();
    const others = '203.0.113.9 - - [x] "GET /other HTTP/1.1" 200 1 "-" "-"\n'.repeat(1000);
    const { url } = await gateway(log, (request) => {
      appendFileSync(log, others);
      return peer(request);
    });
    expect(await probe(url, '--log', log)).toMatchObject({ code: 0, out: expect.stringContaining('which is yours') });
  });

  test('a file that does not exist', async () => {
    expect(await probe('http://127.0.0.1:9', '--log', join(folder, 'none'))).toMatchObject({
      code: 2,
      error: expect.stringContaining('cannot be read'),
    });
  });
});
