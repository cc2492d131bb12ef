import { buildKubeconfig } from '../../src/pki/kubeconfig.ts';
import type { FakeKube } from '../fakes/fake-kube-api.ts';
import type { TestTls } from '../fakes/test-tls.ts';

/** A bootstrap token Secret as another program would have stored it. */
export function putToken(kube: FakeKube, id: string, data: { readonly [key: string]: string } = {}): void {
  const all = { 'token-id': id, 'token-secret': '0123456789abcdef', ...data };
  kube.put({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `bootstrap-token-${id}`, namespace: 'kube-system' },
    type: 'bootstrap.kubernetes.io/token',
    data: Object.fromEntries(Object.entries(all).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
  });
}

/** An administrator's kubeconfig for a server of a test. */
export function adminOf(url: string, tls: TestTls): string {
  return buildKubeconfig({
    cluster: 'kubernetes',
    server: url,
    authority: tls.ca,
    user: 'kubernetes-admin',
    credentials: { kind: 'certificate', certificate: tls.client.cert, key: tls.client.key },
  });
}

/** Tokens of every kind: with everything, with nothing, for ever, over. `now` in milliseconds since the epoch. */
export function putTokens(kube: FakeKube, now: number): void {
  kube.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
  const at = (ms: number): string => `${new Date(now + ms).toISOString().slice(0, 19)}Z`;
  const groups = 'system:bootstrappers:kubeadm:default-node-token,system:bootstrappers:more';
  const usages = { 'usage-bootstrap-signing': 'true', 'usage-bootstrap-authentication': 'true' };
  putToken(kube, 'aaaaaa', {
    ...usages,
    expiration: at(23.5 * 3_600_000),
    description: 'all of it',
    'auth-extra-groups': groups,
  });
  putToken(kube, 'bbbbbb');
  putToken(kube, 'cccccc', {
    expiration: at(-3_600_000),
    'usage-bootstrap-signing': 'true',
    'usage-bootstrap-authentication': 'false',
  });
  putToken(kube, 'dddddd', { expiration: at(30.5 * 60_000) });
  putToken(kube, 'eeeeee', { expiration: at(400.5 * 86_400_000) });
  putToken(kube, 'ffffff', { expiration: at(40.5 * 86_400_000) });
}
