import { createServer as createPlainServer } from 'node:http';
import type { AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Asking } from '../../../src/observe/discovery/ask-again.ts';
import { discover } from '../../../src/observe/discovery/discover.ts';
import { DiscoveryError } from '../../../src/observe/discovery/discovery-error.ts';
import { pinOf } from '../../../src/pki/ca-hash.ts';
import { clusterInfoKubeconfig, parseKubeconfig } from '../../../src/pki/kubeconfig.ts';
import { readCertificateFile } from '../../../src/pki/read.ts';
import { Secret } from '../../../src/plan/secret.ts';
import { exitCodeOf } from '../../../src/render/exit-code.ts';
import type { Discovery } from '../../../src/spec/join-types.ts';
import { testTls } from '../../fakes/test-tls.ts';
import {
  byToken,
  clockWhosePausesTake,
  introduction,
  signed,
  type TestCluster,
  testCluster,
  token,
} from './found-cluster.ts';

/** The pause after the first look takes longer. */
const oneLook = 10_000;

function asking({ host }: Pick<TestCluster, 'host'>, timeoutMs = oneLook, told: string[] = []): Asking {
  return {
    clock: host.clock,
    signal: new AbortController().signal,
    timeoutMs,
    waiting: ({ obstacle }) => told.push(obstacle),
  };
}

/** Looks again and again, without the pauses in between. */
function patient(cluster: TestCluster, timeoutMs: number, told: string[] = []): Asking {
  return { ...asking(cluster, timeoutMs, told), clock: clockWhosePausesTake() };
}

async function failure(cluster: TestCluster, discovery: Discovery, timeoutMs = oneLook): Promise<DiscoveryError> {
  const error: unknown = await discover(discovery, asking(cluster, timeoutMs), cluster.host).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiscoveryError)) throw error ?? new Error('the cluster was found');
  return error;
}

/** A server that is none of ours; gives its port. */
async function listen(server: ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('by token', () => {
  test('the cluster is found, and its own server and CA are what counts', async () => {
    const cluster = await testCluster();
    cluster.introduce();
    const { found, warnings } = await discover(byToken(cluster), asking(cluster), cluster.host);
    expect(found).toMatchObject({ server: cluster.server.url, authority: cluster.tls.ca });
    expect(warnings).toEqual([]);
    const bootstrap = parseKubeconfig(found.bootstrapKubeconfig.reveal()).value!;
    expect(bootstrap.currentContext).toBe('tls-bootstrap-token-user@kubernetes');
    expect(bootstrap.users).toMatchObject([{ name: 'tls-bootstrap-token-user', token }]);
    expect(JSON.stringify(found)).not.toContain(token.slice(7));
  });

  test('one of several pins is enough, in any case of letters', async () => {
    const cluster = await testCluster();
    cluster.introduce();
    const caCertHashes = [`sha256:${'0'.repeat(64)}`, cluster.pin.toUpperCase().replace('SHA256', 'sha256')];
    await discover(byToken(cluster, { caCertHashes }), asking(cluster), cluster.host);
  });

  test('without a pin, by express wish, it is said loudly', async () => {
    const cluster = await testCluster();
    cluster.introduce();
    const unsafe = byToken(cluster, { caCertHashes: [], unsafeSkipCAVerification: true });
    const { warnings } = await discover(unsafe, asking(cluster), cluster.host);
    expect(warnings).toEqual([expect.stringMatching(/^THE CA OF THE CLUSTER IS NOT CHECKED/)]);
  });

  test('a TLS bootstrap token of its own is the one that the kubelet gets', async () => {
    const cluster = await testCluster();
    cluster.introduce();
    const other = new Secret('ghijkl.0123456789abcdef');
    const { found } = await discover({ ...byToken(cluster), tlsBootstrapToken: other }, asking(cluster), cluster.host);
    expect(parseKubeconfig(found.bootstrapKubeconfig.reveal()).value?.users[0]?.token).toBe(other.reveal());
  });

  test('what passes is waited for, and each obstacle told once', async () => {
    const cluster = await testCluster();
    const states = [
      () => undefined,
      () => cluster.introduce({ kubeconfig: 'x' }),
      () => cluster.introduce(introduction(cluster.server, cluster.tls, 'ghijkl.0123456789abcdef')),
      () => undefined,
      () => cluster.introduce(),
    ];
    cluster.server.intercept = () => {
      states.shift()?.();
      return undefined;
    };
    const told: string[] = [];
    await discover(byToken(cluster), patient(cluster, 20_000, told), cluster.host);
    expect(told).toEqual(['cluster-info-missing', 'unsigned', 'unknown-token']);
  });

  test('a signal ends the search', async () => {
    const cluster = await testCluster();
    const controller = new AbortController();
    const search = discover(
      byToken(cluster),
      { ...asking(cluster, 60_000), signal: controller.signal, waiting: () => controller.abort('SIGTERM') },
      cluster.host,
    );
    await expect(search).rejects.toMatchObject({ kind: 'aborted', signal: 'SIGTERM' });
  });
});

describe('ways to fail by token', () => {
  const failures: readonly (readonly [
    obstacle: string,
    message: RegExp,
    hint: RegExp,
    prepare: () => Promise<readonly [TestCluster, Discovery, number?]>,
  ])[] = [
    [
      'refused',
      /^nobody listens at 127\.0\.0\.1:\d+$/,
      /is the API server up/,
      async () => {
        const cluster = await testCluster();
        await cluster.server.close();
        return [cluster, byToken(cluster)];
      },
    ],
    [
      'silent',
      /^127\.0\.0\.1:\d+ does not answer$/,
      /firewall/,
      async () => {
        const cluster = await testCluster();
        cluster.server.intercept = () => 'hang';
        return [cluster, byToken(cluster), 300];
      },
    ],
    [
      'silent',
      /ends the connection before it answers/,
      /load balancer without a healthy server/,
      async () => {
        const cluster = await testCluster();
        cluster.server.intercept = () => 'hang up';
        return [cluster, byToken(cluster)];
      },
    ],
    [
      'no-address',
      /^the name in nowhere\.invalid:6443 has no address$/,
      /resolv\.conf/,
      async () => {
        const cluster = await testCluster();
        return [cluster, byToken({ ...cluster, endpoint: 'nowhere.invalid:6443' })];
      },
    ],
    [
      'proxy',
      /the proxy of this machine's environment does not let us through/,
      /NO_PROXY=192\.0\.2\.1/,
      async () => {
        const proxy = createPlainServer().on('connect', (_request, socket) => socket.end('HTTP/1.1 403 No\r\n\r\n'));
        const cluster = await testCluster({}, { HTTPS_PROXY: `http://127.0.0.1:${await listen(proxy)}` });
        return [cluster, byToken({ ...cluster, endpoint: '192.0.2.1:6443' })];
      },
    ],
    [
      'not-tls',
      /does not speak TLS$/,
      /usually 6443/,
      async () => {
        const cluster = await testCluster();
        const port = await listen(createPlainServer((_request, response) => response.end('hello')));
        return [cluster, byToken({ ...cluster, endpoint: `127.0.0.1:${port}` })];
      },
    ],
    [
      'not-kubernetes',
      /is no Kubernetes API \(status 200\)$/,
      /login page/,
      async () => {
        const cluster = await testCluster();
        cluster.server.intercept = () => ({ status: 200, body: '<html>Please log in</html>' });
        return [cluster, byToken(cluster)];
      },
    ],
    [
      'failing',
      /answers with status 503$/,
      /still be starting/,
      async () => {
        const cluster = await testCluster();
        cluster.server.intercept = () => ({ status: 503, body: 'no healthy upstream' });
        return [cluster, byToken(cluster)];
      },
    ],
    [
      'cluster-info-missing',
      /has no ConfigMap kube-public\/cluster-info$/,
      /init phase bootstrap-token/,
      async () => {
        const cluster = await testCluster();
        return [cluster, byToken(cluster)];
      },
    ],
    [
      'cluster-info-forbidden',
      /does not show kube-public\/cluster-info to us \(status 403\)/,
      /--discovery-file/,
      async () => {
        const cluster = await testCluster();
        cluster.introduce();
        cluster.fake.forbidden.push({ name: 'cluster-info' });
        return [cluster, byToken(cluster)];
      },
    ],
    [
      'cluster-info-empty',
      /holds no kubeconfig$/,
      /init phase bootstrap-token/,
      async () => {
        const cluster = await testCluster();
        cluster.introduce({});
        return [cluster, byToken(cluster)];
      },
    ],
    [
      'unsigned',
      /is not signed for any token$/,
      /kube-controller-manager/,
      async () => {
        const cluster = await testCluster();
        cluster.introduce({ kubeconfig: clusterInfoKubeconfig(cluster.server.url, cluster.tls.ca) });
        return [cluster, byToken(cluster)];
      },
    ],
    [
      'unknown-token',
      /does not know the token abcdef, or it has expired$/,
      /token create --print-join-command/,
      async () => {
        const cluster = await testCluster();
        cluster.introduce(introduction(cluster.server, cluster.tls, 'ghijkl.0123456789abcdef'));
        return [cluster, byToken(cluster)];
      },
    ],
    [
      'bad-signature',
      /is not signed with the token abcdef$/,
      /behind the dot is wrong/,
      async () => {
        const cluster = await testCluster();
        cluster.introduce(introduction(cluster.server, cluster.tls, 'abcdef.ffffffffffffffff'));
        return [cluster, byToken(cluster)];
      },
    ],
    [
      'wrong-pin',
      /does not have the hash that was given$/,
      /impostor/,
      async () => {
        const cluster = await testCluster();
        cluster.introduce();
        return [cluster, byToken(cluster, { caCertHashes: [`sha256:${'0'.repeat(64)}`] })];
      },
    ],
    [
      'cluster-info-invalid',
      /cannot be read: it is not YAML/,
      /init phase bootstrap-token/,
      async () => {
        const cluster = await testCluster();
        cluster.introduce(signed('a: ['));
        return [cluster, byToken(cluster)];
      },
    ],
    [
      'cluster-info-without-cluster',
      /names no cluster with a server$/,
      /init phase bootstrap-token/,
      async () => {
        const cluster = await testCluster();
        cluster.introduce(signed('apiVersion: v1\nkind: Config\nclusters: []\n'));
        return [cluster, byToken(cluster)];
      },
    ],
    [
      'not-yet-valid',
      /is not valid yet by the clock of this machine$/,
      /timedatectl/,
      async () => {
        const cluster = await testCluster({ validFrom: 3_600_000 });
        cluster.introduce();
        return [cluster, byToken(cluster)];
      },
    ],
    [
      'expired-certificate',
      /has expired by the clock of this machine$/,
      /renew/,
      async () => {
        const cluster = await testCluster({ validFrom: -7_200_000, validUntil: -3_600_000 });
        cluster.introduce();
        return [cluster, byToken(cluster)];
      },
    ],
    [
      'other-name',
      /is for other names and addresses$/,
      /certSANs/,
      async () => {
        const cluster = await testCluster({ name: 'elsewhere.test' });
        cluster.introduce();
        return [cluster, byToken(cluster)];
      },
    ],
    [
      'cluster-info-changed',
      /tells something else of itself/,
      /in between/,
      async () => {
        const cluster = await testCluster();
        cluster.introduce();
        let asked = 0;
        cluster.server.intercept = () => {
          asked += 1;
          if (asked === 2) cluster.introduce(signed(clusterInfoKubeconfig('https://192.0.2.1:6443', cluster.tls.ca)));
          return undefined;
        };
        return [cluster, byToken(cluster)];
      },
    ],
  ];

  test.each(failures)('%s: %s', async (obstacle, message, hint, prepare) => {
    const [cluster, discovery, timeoutMs] = await prepare();
    const error = await failure(cluster, discovery, timeoutMs);
    expect(error).toMatchObject({
      obstacle,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
    expect(exitCodeOf(error)).toBe(error.passing ? 11 : 1);
    expect(`${error.message} ${error.hint}`).not.toContain('0123456789abcdef');
  });

  test('a server that the pinned CA has not signed for is another cluster or an impostor', async () => {
    const cluster = await testCluster();
    const other = testTls({ firstKey: 5 });
    cluster.introduce(introduction(cluster.server, other));
    const pin = pinOf(readCertificateFile(other.ca).value!.certificate);
    expect(await failure(cluster, byToken({ ...cluster, pin }))).toMatchObject({
      obstacle: 'untrusted-certificate',
    });
  });

  test('it is over when the time is', async () => {
    const cluster = await testCluster();
    await expect(discover(byToken(cluster), patient(cluster, 2_100), cluster.host)).rejects.toMatchObject({
      obstacle: 'cluster-info-missing',
    });
    // At 0, 0.5, 1, 1.5 and 2 s.
    expect(cluster.server.wire.length).toBe(5);
  });
});
