import { onTestFinished } from 'vitest';
import type { Clock } from '../../../src/host/clock.ts';
import { nodeKubeApis } from '../../../src/host/node-kube-api.ts';
import { nodeNet } from '../../../src/host/node-net.ts';
import { pinOf } from '../../../src/pki/ca-hash.ts';
import { signDetached, tokenParts } from '../../../src/pki/detached-signature.ts';
import { clusterInfoKubeconfig } from '../../../src/pki/kubeconfig.ts';
import { readCertificateFile } from '../../../src/pki/read.ts';
import { Secret } from '../../../src/plan/secret.ts';
import type { Discovery } from '../../../src/spec/join-types.ts';
import { parseYaml } from '../../../src/spec/yaml-read.ts';
import { type FakeKube, fakeKube } from '../../fakes/fake-kube-api.ts';
import { type KubeServer, serveKube } from '../../fakes/kube-server.ts';
import { type MemoryHost, memoryHost } from '../../fakes/memory-host.ts';
import { type TestTls, type TlsFlaw, testTls } from '../../fakes/test-tls.ts';

export const token = 'abcdef.0123456789abcdef';

/** A cluster that answers over TLS on this machine, and a machine in memory that looks for it by the real clients. */
export interface TestCluster {
  readonly fake: FakeKube;
  readonly server: KubeServer;
  readonly tls: TestTls;
  readonly pin: string;
  readonly host: MemoryHost;
  /** `127.0.0.1:port`. */
  readonly endpoint: string;
  /** Puts cluster-info there; by default as `init` and the signer leave it. */
  introduce(data?: { readonly [key: string]: string }): void;
}

/** A cluster whose API server runs; it has not introduced itself yet. */
export async function testCluster(
  flaw: TlsFlaw = {},
  env: { readonly [name: string]: string } = {},
): Promise<TestCluster> {
  const tls = testTls(flaw);
  const fake = fakeKube();
  const server = await serveKube(fake, tls, 'anonymous');
  const memory = memoryHost({ env });
  const kube = nodeKubeApis({ files: memory.files, env, readYaml: parseYaml });
  onTestFinished(async () => {
    await kube.closeAll();
    await server.close();
  });
  const host = {
    ...memory,
    kube,
    clock: clockWhosePausesTake(hour),
    net: nodeNet({ files: memory.files, env }),
  } as unknown as MemoryHost;
  return {
    fake,
    server,
    tls,
    host,
    pin: pinOf(readCertificateFile(tls.ca).value!.certificate),
    endpoint: `127.0.0.1:${server.port}`,
    introduce: (data = introduction(server, tls)) =>
      fake.put({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'cluster-info', namespace: 'kube-public' },
        data,
      }),
  };
}

const hour = 3_600_000;

/**
 * A clock that stands still but in pauses, each of which is over at once and has taken so long; undefined: as long as
 * was asked. Requests have all the time they need however busy this machine is, and a search still ends.
 */
export function clockWhosePausesTake(pause?: number): Clock {
  let now = 0;
  return {
    now: () => now,
    monotonic: () => now,
    async sleep(ms, signal) {
      if (signal?.aborted) throw signal.reason;
      now += pause ?? ms;
    },
  };
}

/** What cluster-info holds, signed for a token. */
export function introduction(
  { url }: Pick<KubeServer, 'url'>,
  { ca }: Pick<TestTls, 'ca'>,
  signedFor: string = token,
): { readonly [key: string]: string } {
  return signed(clusterInfoKubeconfig(url, ca), signedFor);
}

/** A text with its signature, as data of cluster-info. */
export function signed(kubeconfig: string, signedFor: string = token): { readonly [key: string]: string } {
  const parts = tokenParts(signedFor);
  return { kubeconfig, [`jws-kubeconfig-${parts.id}`]: signDetached(kubeconfig, parts) };
}

/** Discovery by token of a cluster. */
export function byToken(
  { endpoint, pin }: Pick<TestCluster, 'endpoint' | 'pin'>,
  more: Partial<NonNullable<Discovery['bootstrapToken']>> = {},
): Discovery {
  const secret = new Secret(token);
  return {
    bootstrapToken: {
      token: secret,
      apiServerEndpoint: endpoint,
      caCertHashes: [pin],
      unsafeSkipCAVerification: false,
      ...more,
    },
    tlsBootstrapToken: more.token ?? secret,
  };
}
