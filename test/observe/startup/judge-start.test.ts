import { describe, expect, test } from 'vitest';
import { judgeStart } from '../../../src/observe/startup/judge-start.ts';
import type { Complaint, Picture } from '../../../src/observe/startup/picture.ts';
import { ago, crashed, ends, picture, pod, running } from './pictures.ts';

const flag = 'unknown flag: --no-such-flag';
const port =
  'failed to create listener: failed to listen on 127.0.0.1:10259: listen tcp 127.0.0.1:10259: bind: address already in use';
const noEtcd = 'error creating storage factory: context deadline exceeded';
const noApiServer = 'Get "https://172.30.0.11:6443/api": dial tcp 172.30.0.11:6443: connect: connection refused';
const noToken = 'cannot create certificate signing request: Unauthorized';
const strange = 'the moon is in the wrong house at 12:01';

const complaint = (kind: Complaint['kind'], text: string, ...seconds: readonly number[]): Complaint => ({
  kind,
  text,
  times: seconds.map(ago),
});
const pullRefused = (image: string) =>
  `ErrImagePull: failed to pull and unpack image "registry.k8s.io/${image}": failed to resolve reference "registry.k8s.io/${image}": failed to do request: Head "https://registry.k8s.io/v2/x": dial tcp: lookup registry.k8s.io on 172.30.0.11:53: read udp: connection refused`;
const absent = (image: string) => ({
  sandbox: 'ready' as const,
  image: { reference: `registry.k8s.io/${image}`, present: false },
});
const noSandbox = `CreatePodSandboxError: Failed to create sandbox for pod "etcd-cp1": rpc error: code = Unknown desc = failed to get sandbox image "registry.k8s.io/pause:3.10.2": failed to pull image "registry.k8s.io/pause:3.10.2": dial tcp: lookup registry.k8s.io: no such host`;
const kubelet = (more: Partial<Picture['kubelet']>): Pick<Picture, 'kubelet'> => ({
  kubelet: { run: { state: 'running', id: 'k1' }, stateSince: ago(60), exits: [], complaints: [], ...more },
});
const kubeletEnds = (why: string, ...seconds: readonly number[]) =>
  kubelet({
    run: { state: 'restarting', id: 'k2', ended: 'exit code 1' },
    stateSince: ago(seconds.at(-1)!),
    exits: ends(why, ...seconds).map(({ attempt: _, ...exit }) => exit),
  });
const silent = (state: 'stopped' | 'restarting' | undefined, seconds: number): Pick<Picture, 'runtime'> => ({
  runtime: {
    answers: false,
    why: 'connect ENOENT',
    silentSince: ago(seconds),
    ...(state !== undefined && { service: { name: 'containerd', state } }),
  },
});

describe('what cannot heal', () => {
  test.each<[string, string, Picture, code: string, component: string, says: RegExp]>([
    [
      'a flag, twice',
      'kube-apiserver',
      picture([crashed('kube-apiserver', ends(flag, 3, 1))]),
      'unknown-flag',
      'kube-apiserver',
      /--no-such-flag/,
    ],
    [
      'a flag of what is needed',
      'kube-scheduler',
      picture([crashed('etcd', ends('flag provided but not defined: -x', 3, 1))]),
      'unknown-flag',
      'etcd',
      /-x/,
    ],
    [
      'a value',
      'kube-apiserver',
      picture([
        crashed('kube-apiserver', ends('invalid argument "many" for "--max-requests-inflight" flag: strconv', 3, 1)),
      ]),
      'bad-flag-value',
      'kube-apiserver',
      /"many" for --max-requests-inflight/,
    ],
    [
      'a port, twice and for a while',
      'kube-scheduler',
      picture([crashed('kube-scheduler', ends(port, 6, 4))]),
      'port-taken',
      'kube-scheduler',
      /127\.0\.0\.1:10259/,
    ],
    [
      'an address of another machine',
      'kube-apiserver',
      picture([
        crashed(
          'etcd',
          ends('discovery failed: listen tcp 172.30.0.222:2380: bind: cannot assign requested address', 7, 5),
        ),
      ]),
      'address-not-here',
      'etcd',
      /172\.30\.0\.222:2380/,
    ],
    [
      'a full disk',
      'kube-apiserver',
      picture([crashed('etcd', ends('failed to create WAL: no space left on device', 7, 5))]),
      'disk-full',
      'etcd',
      /no space left/,
    ],
    [
      'data that is damaged',
      'kube-apiserver',
      picture([crashed('etcd', ends('failed to open database: /var/lib/etcd/member/snap/db: invalid database', 4, 2))]),
      'etcd-data',
      'etcd',
      /database/,
    ],
    [
      'a key',
      'kube-apiserver',
      picture([crashed('kube-apiserver', ends('tls: failed to find any PEM data in key input', 4, 2))]),
      'bad-certificate',
      'kube-apiserver',
      /PEM data in key/,
    ],
    [
      'a file',
      'kube-apiserver',
      picture([crashed('etcd', ends('listener failed: open /pki/none.crt: no such file or directory', 4, 2))]),
      'missing-file',
      'etcd',
      /\/pki\/none\.crt/,
    ],
    [
      'words that nobody knows, three times',
      'kube-apiserver',
      picture([crashed('kube-apiserver', ends(strange, 14, 12, 1))]),
      'crash-loop',
      'kube-apiserver',
      /the moon/,
    ],
    [
      'an image that is refused twice',
      'kube-scheduler',
      picture([
        pod('kube-scheduler', {
          ...absent('kube-scheduler:v1'),
          complaints: [complaint('image', pullRefused('kube-scheduler:v1'), 16, 1)],
        }),
      ]),
      'image-pull',
      'kube-scheduler',
      /kube-scheduler:v1/,
    ],
    [
      'an image that is never pulled',
      'kube-apiserver',
      picture([
        pod('kube-apiserver', {
          ...absent('kube-apiserver:v1'),
          complaints: [
            complaint(
              'image',
              'ErrImageNeverPull: Container image "registry.k8s.io/kube-apiserver:v1" is not present with pull policy of Never',
              4,
            ),
          ],
        }),
      ]),
      'image-never-pulled',
      'kube-apiserver',
      /kube-apiserver:v1/,
    ],
    [
      'a sandbox image',
      'kube-apiserver',
      picture([pod('etcd', { complaints: [complaint('sandbox', noSandbox, 12, 1)] })]),
      'sandbox-image',
      'container runtime',
      /pause:3\.10\.2/,
    ],
    [
      'a manifest',
      'kube-scheduler',
      picture([
        pod('kube-scheduler', {
          complaints: [complaint('manifest', "/x/kube-scheduler.yaml: couldn't parse as pod(json)", 4)],
        }),
      ]),
      'bad-manifest',
      'kube-scheduler',
      /kube-scheduler\.yaml/,
    ],
    [
      'a volume',
      'kube-scheduler',
      picture([
        pod('kube-scheduler', {
          complaints: [
            complaint(
              'volume',
              'MountVolume.SetUp failed for volume "odd" : hostPath type check failed: /x is not a directory',
              4,
              2,
            ),
          ],
        }),
      ]),
      'volume',
      'kube-scheduler',
      /\/x is not a directory/,
    ],
    [
      'votes without a leader',
      'kube-apiserver',
      picture([running('etcd', { lostElections: [9, 7, 6, 4, 2].map(ago) })]),
      'etcd-no-leader',
      'etcd',
      /no leader/,
    ],
    [
      'etcd elsewhere, for two tries',
      'kube-apiserver',
      picture([pod('etcd', { wanted: false }), crashed('kube-apiserver', ends(noEtcd, 24, 2))], {
        remoteEtcd: [{ endpoint: 'https://10.0.0.9:2379', why: 'EHOSTUNREACH' }],
      }),
      'etcd-unreachable',
      'kube-apiserver',
      /10\.0\.0\.9:2379/,
    ],
    [
      'a kubelet that crashes',
      'kubelet',
      picture([], kubeletEnds('failed to parse kubelet flag: unknown flag: --x', 11, 1)),
      'unknown-flag',
      'kubelet',
      /--x/,
    ],
    [
      'the same, while a component is awaited',
      'kube-scheduler',
      picture([], kubeletEnds('failed to parse kubelet flag: unknown flag: --x', 11, 1)),
      'unknown-flag',
      'kubelet',
      /--x/,
    ],
    [
      'a kubelet that failed for good',
      'kubelet',
      picture(
        [],
        kubelet({
          run: { state: 'failed', id: 'k1', ended: 'exit code 1' },
          stateSince: ago(4),
          exits: ends(
            'failed to validate kubelet configuration, error: invalid configuration: topologyManagerPolicy "x", path: &TypeMeta{}',
            5,
          ),
        }),
      ),
      'bad-configuration',
      'kubelet',
      /topologyManagerPolicy "x"\)$/,
    ],
    [
      'a kubelet that is stopped',
      'kubelet',
      picture([], kubelet({ run: { state: 'stopped', id: '' }, stateSince: ago(12) })),
      'kubelet-stopped',
      'kubelet',
      /does not run/,
    ],
    [
      'the health port of the kubelet',
      'kubelet',
      picture(
        [],
        kubelet({
          complaints: [complaint('health-port', 'listen tcp 127.0.0.1:10248: bind: address already in use', 6, 1)],
        }),
      ),
      'port-taken',
      'kubelet',
      /10248/,
    ],
    [
      'a kubelet that somebody stopped',
      'kubelet',
      picture(
        [],
        kubelet({
          run: { state: 'stopped', id: 'k1', ended: 'exit code 0' },
          stateSince: ago(12),
          exits: ends('stopping', 12),
        }),
      ),
      'kubelet-stopped',
      'kubelet',
      /does not run/,
    ],
    [
      'a manifest that was taken away',
      'kube-scheduler',
      picture([pod('kube-apiserver', { wanted: false, absentSince: ago(21) })]),
      'manifest-missing',
      'kube-apiserver',
      /manifests\/kube-apiserver\.yaml is not there/,
    ],
    [
      'a runtime that is stopped',
      'kube-apiserver',
      picture([], silent('stopped', 6)),
      'runtime-down',
      'container runtime',
      /containerd/,
    ],
  ])('%s', (_, awaited, seen, code, component, says) => {
    const { suspect, canHeal, seen: line } = judgeStart(seen, awaited);
    expect(canHeal).toBe(false);
    expect(suspect).toMatchObject({
      code,
      component,
      title: expect.stringMatching(says),
      fix: expect.stringMatching(/\w/),
    });
    expect(suspect?.evidence.flatMap(({ lines }) => lines).length).toBeGreaterThan(0);
    expect(line).not.toBe('');
  });
});

describe('what is waited for, although it is suspected', () => {
  test.each<[string, string, Picture, code: string]>([
    ['a flag, once', 'kube-apiserver', picture([crashed('kube-apiserver', ends(flag, 1))]), 'unknown-flag'],
    [
      'a flag, before this wait',
      'kube-apiserver',
      picture([crashed('kube-apiserver', ends(flag, 300, 200))]),
      'unknown-flag',
    ],
    ['a port, twice at once', 'kube-scheduler', picture([crashed('kube-scheduler', ends(port, 2, 1))]), 'port-taken'],
    [
      'strange words, twice',
      'kube-scheduler',
      picture([crashed('kube-scheduler', ends(strange, 12, 1))]),
      'crash-loop',
    ],
    [
      'an image refused once',
      'kube-scheduler',
      picture([pod('kube-scheduler', { ...absent('s:1'), complaints: [complaint('image', pullRefused('s:1'), 9)] })]),
      'image-pull',
    ],
    [
      'a slow pull, often',
      'kube-scheduler',
      picture([
        pod('kube-scheduler', {
          ...absent('s:1'),
          complaints: [
            complaint(
              'image',
              'ErrImagePull: failed to pull and unpack image "s:1": dial tcp 1.2.3.4:443: i/o timeout',
              60,
              40,
              20,
            ),
          ],
        }),
      ]),
      'image-slow',
    ],
    [
      'the sandbox image over a slow line',
      'etcd',
      picture([
        pod('etcd', {
          complaints: [
            complaint(
              'sandbox',
              'failed to get sandbox image "p:1": failed to pull image "p:1": net/http: TLS handshake timeout',
              40,
              20,
              1,
            ),
          ],
        }),
      ]),
      'sandbox-image-slow',
    ],
    ['first votes', 'kube-apiserver', picture([running('etcd', { lostElections: [3, 2].map(ago) })]), 'etcd-no-leader'],
    [
      'etcd elsewhere, first try',
      'kube-apiserver',
      picture([pod('etcd', { wanted: false }), running('kube-apiserver')], {
        remoteEtcd: [{ endpoint: 'https://10.0.0.9:2379', why: 'ECONNREFUSED' }],
      }),
      'etcd-unreachable',
    ],
    [
      'a kubelet that crashed once',
      'kubelet',
      picture([], kubeletEnds('failed to parse kubelet flag: unknown flag: --x', 4)),
      'unknown-flag',
    ],
    [
      'a manifest that is moved away and back',
      'kube-controller-manager',
      picture([pod('kube-controller-manager', { wanted: false, absentSince: ago(12) })]),
      'manifest-missing',
    ],
    ['a runtime that restarts', 'kube-apiserver', picture([], silent('restarting', 30)), 'runtime-down'],
    ['a runtime that has just stopped', 'kube-apiserver', picture([], silent('stopped', 1)), 'runtime-down'],
    ['a runtime of unknown name', 'kube-apiserver', picture([], silent(undefined, 30)), 'runtime-down'],
  ])('%s', (_, awaited, seen, code) => {
    const { suspect, canHeal } = judgeStart(seen, awaited);
    expect([canHeal, suspect?.code]).toEqual([true, code]);
  });
});

describe('what goes by itself is told and not suspected', () => {
  test.each<[string, string, Picture, RegExp]>([
    ['everything runs', 'kube-scheduler', picture([]), /^$/],
    ['not begun', 'kube-scheduler', picture([pod('kube-scheduler')]), /not begun/],
    ['what it needs is not begun', 'kube-scheduler', picture([pod('etcd')]), /^etcd: .*not begun/],
    ['an image on its way', 'kube-scheduler', picture([pod('kube-scheduler', absent('s:1'))]), /s:1 is not there yet/],
    ['a container that is made', 'etcd', picture([pod('etcd', { sandbox: 'ready' })]), /not made yet/],
    [
      'an API server without etcd, again and again',
      'kube-apiserver',
      picture([crashed('kube-apiserver', ends(noEtcd, 65, 43, 22, 1))]),
      /deadline exceeded/,
    ],
    [
      'strange words that change',
      'kube-scheduler',
      picture([crashed('kube-scheduler', [...ends('x', 20), ...ends('y', 12), ...ends('z', 1)])]),
      /ended with exit code 1.*: z$/,
    ],
    [
      'a scheduler without API server, again and again',
      'kube-scheduler',
      picture([crashed('kube-scheduler', ends(noApiServer, 40, 20, 10, 1))]),
      /connection refused/,
    ],
    [
      'one that runs again',
      'kube-apiserver',
      picture([
        {
          ...crashed('kube-apiserver', ends(flag, 5, 3)),
          container: { state: 'running', attempt: 2, startedAt: ago(1) },
        },
      ]),
      /runs again/,
    ],
    [
      'one that recovered',
      'kube-apiserver',
      picture([
        {
          ...crashed('kube-apiserver', ends(flag, 50, 40)),
          container: { state: 'running', attempt: 2, startedAt: ago(30) },
        },
      ]),
      /^$/,
    ],
    [
      'a sandbox that came after all',
      'etcd',
      picture([pod('etcd', { sandbox: 'ready', complaints: [complaint('sandbox', noSandbox, 20, 9)] })]),
      /not made yet/,
    ],
    [
      'a sandbox image that came after all',
      'etcd',
      picture([pod('etcd', { complaints: [complaint('sandbox', noSandbox, 20, 9)] })], {
        runtime: { answers: true, why: '', hasSandboxImage: true },
      }),
      /has come/,
    ],
    [
      'an image that came after all',
      'etcd',
      picture([
        pod('etcd', {
          sandbox: 'ready',
          image: { reference: 'e:1', present: true },
          complaints: [complaint('image', pullRefused('e:1'), 20, 9)],
        }),
      ]),
      /not made yet/,
    ],
    [
      'a kubelet that crashed once, and runs',
      'kubelet',
      picture([], kubelet({ exits: ends('connection refused', 30) })),
      /^$/,
    ],
    [
      'etcd elsewhere that answers',
      'kube-apiserver',
      picture([], { remoteEtcd: [{ endpoint: 'a', why: 'ECONNREFUSED' }, { endpoint: 'b' }] }),
      /^$/,
    ],
    [
      'votes before it was restarted',
      'kube-apiserver',
      picture([running('etcd', { lostElections: [59, 57, 55, 53, 51].map(ago) })]),
      /^$/,
    ],
    ['a component, while the kubelet is awaited', 'kubelet', picture([crashed('etcd', ends(flag, 3, 1))]), /^$/],
    [
      'etcd elsewhere has no manifest',
      'kube-scheduler',
      picture([pod('etcd', { wanted: false, absentSince: ago(60) })]),
      /^$/,
    ],
    ['no manifest', 'kube-scheduler', picture([pod('kube-scheduler', { wanted: false })]), /manifest/],
  ])('%s', (_, awaited, seen, line) => {
    const { suspect, canHeal, seen: told } = judgeStart(seen, awaited);
    expect([canHeal, suspect]).toEqual([true, undefined]);
    expect(told).toMatch(line);
  });
});

test('what cannot start counts before what has not begun', () => {
  const seen = picture([pod('etcd'), crashed('kube-apiserver', ends(flag, 3, 1))]);
  expect(judgeStart(seen, 'kube-scheduler')).toMatchObject({
    canHeal: false,
    suspect: { component: 'kube-apiserver' },
  });
});

test('how it ended, how often, and why stand in one line', () => {
  const seen = picture([crashed('kube-apiserver', ends(flag, 14, 12, 1))]);
  expect(judgeStart(seen, 'kube-apiserver').seen).toBe(`ended with exit code 1, restarted 2 times: ${flag}`);
  expect(judgeStart(seen, 'kube-scheduler').seen).toBe(
    `kube-apiserver: ended with exit code 1, restarted 2 times: ${flag}`,
  );
});

test('what is mended in the configuration says what must be done before', () => {
  const fixOf = (words: string) =>
    judgeStart(picture([crashed('kube-apiserver', ends(words, 9, 7))]), 'kube-apiserver').suspect?.fix;
  expect(fixOf(flag)).toMatch(/extraArgs.*; then reset this machine/);
  expect(fixOf(port)).not.toContain('reset');
});

test('the certificate of the kubelet counts where it is waited for', () => {
  const asks = (words: string, ...seconds: readonly number[]) =>
    picture([], kubelet({ complaints: [complaint('certificate', words, ...seconds)] }));
  expect(judgeStart(asks(noToken, 8, 4), 'kubelet', true)).toMatchObject({
    canHeal: false,
    suspect: { code: 'unauthorized', title: expect.stringMatching(/^kubelet gets no certificate: .* token/) },
  });
  expect(judgeStart(asks(noToken, 2), 'kubelet', true)).toMatchObject({ canHeal: true });
  expect(judgeStart(asks(noApiServer, 9, 5, 1), 'kubelet', true)).toEqual({ seen: noApiServer, canHeal: true });
  expect(judgeStart(asks(noToken, 8, 4), 'kubelet')).toEqual({ seen: '', canHeal: true });
});

test('a sandbox image that is there excuses no other failure', () => {
  const driver = 'CreatePodSandboxError: expected cgroupsPath to be of format "slice:prefix:name"';
  const seen = picture([pod('etcd', { complaints: [complaint('sandbox', driver, 12, 1)] })], {
    runtime: { answers: true, why: '', hasSandboxImage: true },
  });
  expect(judgeStart(seen, 'etcd')).toMatchObject({ canHeal: false, suspect: { code: 'cgroup-driver' } });
});
