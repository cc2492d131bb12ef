import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificates } from '../../src/pki/cert-list.ts';
import { publicKeyPem, readPrivateKey } from '../../src/pki/keys.ts';
import { currentUser, parseKubeconfig } from '../../src/pki/kubeconfig.ts';
import { kubeconfigs } from '../../src/pki/kubeconfig-list.ts';
import { certificateRequest, kubeconfigRequest, planRequest } from '../../src/pki/plan-request.ts';
import type { FileFact } from '../../src/plan/facts.ts';
import { Secret } from '../../src/plan/secret.ts';
import { loadInitSpec } from '../../src/spec/load-init.ts';
import { minorFacts } from '../../src/spec/versions.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { badDocuments, discovery, goodDocuments, join, reset, upgrade } from '../spec/load-documents-cases.ts';
import { run } from './run.ts';

/**
 * The peer decides: what we print, convert and list must be what a real kubeadm gives, byte for byte, and it must agree
 * on what is wrong. Runs where TSADM_PEER_KUBEADM names a kubeadm of a minor that we serve.
 */
const kubeadm = process.env['TSADM_PEER_KUBEADM'];

const folder = mkdtempSync(joinPath(tmpdir(), 'tsadm-commands-peer-'));
const file = joinPath(folder, 'k.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

function peer(...args: readonly string[]): string {
  return execFileSync(kubeadm!, args, { stdio: 'pipe', encoding: 'utf8' });
}

/** A machine with the file, the name of this one, and a kubelet of the peer's version. */
function machine(text = '') {
  const host = memoryHost({
    files: { [file]: text },
    programs: { kubelet: () => ({ exitCode: 0, stdout: `Kubernetes ${version}\n`, stderr: '' }) },
  });
  host.net.name = hostname();
  return host;
}

let version = '';

describe.skipIf(kubeadm === undefined)('beside kubeadm', () => {
  beforeAll(() => {
    version = peer('version', '-o', 'short').trim();
  });

  test.each([
    'init-defaults',
    'init-defaults --component-configs KubeletConfiguration,KubeProxyConfiguration',
    'init-defaults --component-configs KubeProxyConfiguration',
    'join-defaults',
    'reset-defaults',
    'upgrade-defaults',
  ])('config print %s', async (words) => {
    const line = `config print ${words}`;
    expect((await run(line, machine(), 'kubeadm')).out).toBe(peer(...line.split(' ')));
  });

  test.each(['text', 'json', 'yaml'])('config images list -o %s', async (form) => {
    const line = `config images list --kubernetes-version ${version} -o ${form}`;
    expect((await run(line, machine())).out).toBe(peer(...line.split(' ')));
  });

  const verdict = (text: string): string => {
    writeFileSync(file, text);
    try {
      return peer('config', 'validate', '--config', file);
    } catch (error) {
      return `refused: ${(error as { stderr: string }).stderr}`;
    }
  };
  test.each(badDocuments.map((one) => [one.name, one] as const))('refuses %s', (_, { text, kubeadmTakesIt }) => {
    // 1.35 looks at no UpgradeConfiguration.
    if (text.includes('kind: UpgradeConfiguration') && version.startsWith('v1.35.')) return;
    expect(verdict(text)).toMatch(kubeadmTakesIt === undefined ? /^refused/ : /^ok/);
  });
  test.each(goodDocuments.map((one) => [one.name, one] as const))('takes %s', (_, { text }) => {
    const read = !text.includes('v1beta3') || minorFacts(version).readsV1beta3;
    expect(verdict(text)).toMatch(read ? /^ok/ : /^refused/);
  });

  const init = (older: string, more: string, cluster: string): string =>
    `apiVersion: kubeadm.k8s.io/${older}
kind: InitConfiguration
localAPIEndpoint: {advertiseAddress: 10.1.2.3}
bootstrapTokens: [{token: abcdef.0123456789abcdef}]
${more}
---
apiVersion: kubeadm.k8s.io/${older}
kind: ClusterConfiguration
kubernetesVersion: VERSION
${cluster}
`;
  const controlPlane = 'controlPlane: {localAPIEndpoint: {advertiseAddress: 10.1.2.3}}';
  const migrated: readonly (readonly [string, string])[] = [
    ['init', init('v1beta4', '', '')],
    [
      'init with parts',
      init(
        'v1beta4',
        'patches: {}\nnodeRegistration: {ignorePreflightErrors: [B, a, B], taints: [], criSocket: /x}\ntimeouts: {discovery: 1m}',
        'controlPlaneEndpoint: foo\netcd: {external: {endpoints: ["https://a:2379"], caFile: /x}}',
      ),
    ],
    ['v1beta3 of init', init('v1beta3', 'nodeRegistration: {kubeletExtraArgs: {b: "1", a: "2"}}', '')],
    [
      'v1beta3 of init with a time-out',
      init('v1beta3', '', 'apiServer: {timeoutForControlPlane: 2m, extraArgs: {z: "1", b: ""}, certSANs: [A]}'),
    ],
    [
      'v1beta3 of join',
      join(
        `${discovery.slice(0, -1)}, timeout: 3m}\nnodeRegistration: {kubeletExtraArgs: {b: "2", a: "1"}}`,
        'v1beta3',
      ),
    ],
    ['v1beta3 of a control plane', join(`${discovery}\n${controlPlane}\nskipPhases: [preflight]`, 'v1beta3')],
    ['join', join(discovery)],
    [
      'join with everything',
      join(`${discovery.replace('unsafe', `caCertHashes: ["sha256:${'0'.repeat(64)}"], unsafe`)}
controlPlane: {localAPIEndpoint: {advertiseAddress: 10.1.2.3, bindPort: 7443}, certificateKey: "${'ab'.repeat(32)}"}
nodeRegistration: {name: Node-9, criSocket: unix:///x, taints: [{key: a, effect: NoSchedule}], imagePullSerial: false, imagePullPolicy: Always, ignorePreflightErrors: [B, a], kubeletExtraArgs: [{name: b, value: "1"}, {name: a, value: "2"}]}
caCertPath: /x/ca.crt
dryRun: true
skipPhases: [a]
patches: {directory: /p}
timeouts: {tlsBootstrap: 90s}`),
    ],
    ['discovery by URL', join('discovery: {file: {kubeConfigPath: "https://a/b"}}\npatches: {}')],
    ['reset', reset('')],
    [
      'reset with everything',
      reset(
        'criSocket: /x.sock\nunmountFlags: [MNT_FORCE]\nignorePreflightErrors: [B, a]\nskipPhases: [x]\nforce: true\ndryRun: true\ncleanupTmpDir: true\ncertificatesDir: /c\ntimeouts: {etcdAPICall: 1ms}',
      ),
    ],
    ['upgrade', upgrade('')],
    [
      'upgrade with everything',
      upgrade(`apply: {patches: {directory: /x}, kubernetesVersion: v1.36.3, etcdUpgrade: false, certificateRenewal: false, ignorePreflightErrors: [B, a], printConfig: false, skipPhases: [x], allowRCUpgrades: true, allowExperimentalUpgrades: false, forceUpgrade: true, dryRun: false, imagePullPolicy: Never, imagePullSerial: false}
node: {patches: {directory: /y}, dryRun: true, skipPhases: [z], imagePullSerial: true}
plan: {kubernetesVersion: v1, printConfig: true, dryRun: true, etcdUpgrade: false, ignorePreflightErrors: [X]}
diff: {contextLines: 5, kubernetesVersion: v1}
timeouts: {upgradeManifests: 1h}`),
    ],
    ['nothing', ''],
  ];
  test.each(migrated)('config migrate: %s', async (_, unversioned) => {
    const text = unversioned.replace('VERSION', version);
    if (text.includes('v1beta3') && !minorFacts(version).readsV1beta3) return;
    writeFileSync(file, text);
    const wanted = outcome(() => peer('config', 'migrate', '--old-config', file));
    // 1.35 writes no UpgradeConfiguration, 1.36 fails on it, 1.37 writes it (kubeadm-cli-config.md, 3.10).
    if (text.includes('UpgradeConfiguration') && minorFacts(version).migrateForgetsHealthCheck) return;
    expect((await run(`config migrate --old-config ${file}`, machine(text))).out).toBe(wanted);
  });

  describe('certs generate-csr', () => {
    const text = () =>
      init('v1beta4', 'nodeRegistration: {name: n1, criSocket: unix:///x}', `certificatesDir: ${folder}/pki`).replace(
        'VERSION',
        version,
      );

    test('every request is what the peer has made with the same key', () => {
      writeFileSync(file, text());
      peer('certs', 'generate-csr', '--config', file, '--kubeconfig-dir', `${folder}/kc`);
      const { spec } = loadInitSpec({
        program: 'tsadm',
        document: { file, text: text() },
        overrides: [],
        options: { kubeconfigDir: `${folder}/kc` },
      });
      const requests = [
        ...certificates.filter(({ ca }) => ca !== undefined).map((record) => certificateRequest(record, spec)),
        ...kubeconfigs.map((record) => kubeconfigRequest(record, spec)),
      ];
      const absent: FileFact = { state: 'absent' };
      for (const record of requests) {
        const found = readFileSync(record.keyPath, 'utf8');
        const privateKey = record.keyPath.endsWith('.key') ? found : currentUser(parseKubeconfig(found).value!)!.key!;
        const key = {
          algorithm: 'RSA-2048' as const,
          privateKey: new Secret(privateKey),
          publicKey: publicKeyPem(readPrivateKey(privateKey).value!),
          serial: '01',
        };
        const { artifacts } = planRequest(record, {
          spec,
          facts: {
            startedAt: 0,
            node: { hostName: 'n1', proxyEnv: [], systemdResolvedActive: false, caDirectories: [] },
            files: new Map([
              [record.keyPath, absent],
              [record.requestPath, absent],
            ]),
            trees: new Map(),
            objects: new Map(),
          },
          secrets: { keys: new Map([[record.mint, key]]), texts: new Map() },
        });
        for (const { files } of artifacts) {
          const [{ path, content }] = files as readonly [(typeof files)[0]];
          const ours =
            content?.kind === 'secret' ? content.text.reveal() : content?.kind === 'text' ? content.text : '';
          expect(ours, path).toBe(readFileSync(path!, 'utf8'));
        }
      }
      const theirs = ['pki', 'pki/etcd', 'kc'].flatMap((name) => readdirSync(joinPath(folder, name)));
      expect(theirs.filter((name) => name !== 'etcd')).toHaveLength(2 * requests.length);
    });
  });
});

function outcome(work: () => string): string {
  try {
    return work();
  } catch (error) {
    return String(error);
  }
}
