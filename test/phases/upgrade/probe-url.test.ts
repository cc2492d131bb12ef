import { expect, it } from 'vitest';
import { probeUrl } from '../../../src/phases/upgrade/probe-url.ts';
import type { Json } from '../../../src/plan/json.ts';

function pod(container: Json): Json {
  return { spec: { containers: [container] } };
}

const ports = [{ name: 'probe-port', containerPort: 10257 }];
const live = { httpGet: { host: '127.0.0.1', path: '/healthz', port: 'probe-port', scheme: 'HTTPS' } };

it.each<[string, Json, string | undefined]>([
  ['a named port', { ports, livenessProbe: live }, 'https://127.0.0.1:10257/healthz'],
  [
    'readiness before liveness',
    { ports, livenessProbe: live, readinessProbe: { httpGet: { host: '10.0.0.1', path: '/readyz', port: 6443 } } },
    'http://10.0.0.1:6443/readyz',
  ],
  ['IPv6', { livenessProbe: { httpGet: { host: '::1', path: '/x', port: 1 } } }, 'http://[::1]:1/x'],
  ['no host and no path', { livenessProbe: { httpGet: { port: 1 } } }, 'http://127.0.0.1:1/'],
  ['a command', { livenessProbe: { exec: { command: ['true'] } } }, undefined],
  ['a port that has no number', { livenessProbe: live }, undefined],
  ['none', {}, undefined],
])('the URL of a probe with %s', (_words, container, url) => {
  expect(probeUrl(pod(container))).toBe(url);
});

it('is not found in what is no Pod', () => {
  expect(probeUrl(null)).toBeUndefined();
  expect(probeUrl('text')).toBeUndefined();
});
