/**
 * Compares what we make of every case with what a real kubeadm makes of it. Needs root (private mount namespace):
 *   npx tsx test/manifests/peer/compare.ts /path/to/kubeadm [case…]
 * Cases whose target is of another minor than that kubeadm are passed over.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createPatch } from 'diff';
import { coreDnsPrinted } from '../../../src/manifests/coredns.ts';
import { kubeProxyPrinted } from '../../../src/manifests/kube-proxy.ts';
import { noPatches, readPatchFiles } from '../../../src/manifests/patch-files.ts';
import type { Json, JsonObject, KubeObject } from '../../../src/plan/json.ts';
import { clusterConfigurationObject } from '../../../src/spec/cluster-configuration-object.ts';
import { initConfigurationObject } from '../../../src/spec/init-configuration-object.ts';
import { optionalCaDirectories } from '../../../src/spec/paths.ts';
import { minorOf } from '../../../src/spec/versions.ts';
import { parseYaml, readYaml } from '../../../src/spec/yaml-read.ts';
import { toYamlStream } from '../../../src/spec/yaml-write.ts';
import { filesOf, objectsOf } from '../artefacts.ts';
import { type Case, cases } from '../cases.ts';
import { patchFiles } from './patch-files.ts';

const [kubeadm = '', ...names] = process.argv.slice(2);
const version = spawnSync(kubeadm, ['version', '-o', 'short'], { encoding: 'utf8' }).stdout.trim();
let differences = 0;

for (const [name, one] of Object.entries(cases)) {
  if (names.length > 0 && !names.includes(name)) continue;
  if (minorOf(one.spec.cluster.kubernetesVersion) !== minorOf(version)) continue;
  compare(name, one, false);
  compare(`${name} with patches`, one, true);
}
console.log(differences === 0 ? `no differences from kubeadm ${version}` : `${differences} differences`);
process.exitCode = differences === 0 ? 0 : 1;

function compare(name: string, one: Case, patched: boolean): void {
  const folder = mkdtempSync(join(tmpdir(), 'tsadm-peer-'));
  const patchesDirectory = join(folder, 'patches');
  const spec = patched ? { ...one.spec, patchesDirectory } : one.spec;
  if (patched) {
    mkdirSync(patchesDirectory);
    for (const [file, text] of Object.entries(patchFiles)) writeFileSync(join(patchesDirectory, file), text);
  }
  const patches = patched
    ? readPatchFiles(
        readdirSync(patchesDirectory)
          .sort()
          .map((file) => ({ path: join(patchesDirectory, file), text: patchFiles[file]! })),
        spec.cluster.kubernetesVersion,
      )
    : noPatches;
  const node = { ...one.node, caDirectories: optionalCaDirectories.filter((directory) => existsSync(directory)) };
  run(folder, { ...one, spec, node });

  const ours = filesOf({ ...one, spec, node }, patches);
  for (const [file, text] of Object.entries(ours)) {
    const path = join(folder, 'out', file);
    report(`${name}: ${file}`, text, existsSync(path) ? readFileSync(path, 'utf8') : '');
  }
  for (const [phase, list] of Object.entries(
    objectsOf({ ...one, spec, node }, clusterConfigurationObject(spec), patches),
  )) {
    const theirs = attachedObjects(readFileSync(join(folder, 'out', `${phase}.txt`), 'utf8'));
    const comparable = list.map(({ object }) => normalized(object));
    if (!isDeepStrictEqual(comparable, theirs.map(normalized))) {
      report(`${name}: ${phase}`, toYamlStream(comparable), toYamlStream(theirs.map(normalized)));
    }
  }
  const printed = {
    'printed-coredns': coreDnsPrinted(spec, { patches }),
    'printed-kube-proxy': kubeProxyPrinted(spec, node, patches),
  };
  for (const [file, list] of Object.entries(printed)) {
    const text = readFileSync(join(folder, 'out', `${file}.txt`), 'utf8')
      .replace(/^\[patches\].*\n/gm, '')
      .replace(/^---(?=\w)/gm, '---\n');
    const theirs = readYaml(text, file).documents.filter(({ value }) => value !== null);
    report(
      `${name}: ${file}`,
      toYamlStream(list.map(normalized)),
      toYamlStream(theirs.map(({ value }) => normalized(value as KubeObject))),
    );
  }
  rmSync(folder, { recursive: true });
}

function run(folder: string, { spec, node, externalAuthority }: Case): void {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  mkdirSync(join(folder, 'out'));
  const active = node.systemdResolvedActive ? 'active' : 'inactive';
  writeFileSync(join(bin, 'systemctl'), `#!/bin/sh\ncase "$1" in is-active) echo ${active};; esac\n`);
  chmodSync(join(bin, 'systemctl'), 0o755);
  const components: Json[] = [];
  if (spec.kubelet.userSupplied) {
    components.push({
      ...spec.kubelet.object,
      apiVersion: 'kubelet.config.k8s.io/v1beta1',
      kind: 'KubeletConfiguration',
    });
  }
  if (spec.kubeProxy.userSupplied) {
    components.push({
      ...spec.kubeProxy.object,
      apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
      kind: 'KubeProxyConfiguration',
    });
  }
  const documents = [initConfigurationObject(spec), clusterConfigurationObject(spec), ...components];
  writeFileSync(join(folder, 'config.yaml'), toYamlStream(documents));
  const phases = [
    'certs all',
    'kubeconfig all',
    ...(externalAuthority ? ['!rm /etc/kubernetes/pki/ca.key'] : []),
    'control-plane all',
    'etcd local',
    'kubelet-start',
  ];
  const dry = ['upload-config all', 'bootstrap-token', 'addon coredns', 'addon kube-proxy'];
  const script = [
    `hostname '${node.hostName}'`,
    'for d in /etc/kubernetes /var/lib/kubelet /var/lib/etcd; do mkdir -p $d; mount -t tmpfs t $d; done',
    ...phases.map((phase) =>
      phase.startsWith('!') ? phase.slice(1) : `${kubeadm} init phase ${phase} --config ${folder}/config.yaml`,
    ),
    `cp /etc/kubernetes/manifests/*.yaml /var/lib/kubelet/*.yaml /var/lib/kubelet/*.env ${folder}/out`,
    'export KUBEADM_INIT_DRYRUN_DIR=/etc/kubernetes',
    ...['coredns', 'kube-proxy'].map(
      (addon) =>
        `${kubeadm} init phase addon ${addon} --print-manifest --config ${folder}/config.yaml >${folder}/out/printed-${addon}.txt`,
    ),
    ...dry.map((phase) => {
      const file = phase.replace(/ all$/, '').replace(' ', '-');
      return `${kubeadm} init phase ${phase} --dry-run --config ${folder}/config.yaml >${folder}/out/${file}.txt`;
    }),
  ].join('\n');
  const proxies = Object.fromEntries(node.proxyEnv.map(({ name, value }) => [name, value]));
  const result = spawnSync('unshare', ['--mount', '--uts', 'sh', '-ec', script], {
    cwd: '/',
    encoding: 'utf8',
    env: { PATH: `${bin}:/usr/sbin:/usr/bin:/sbin:/bin`, ...proxies },
  });
  if (result.status !== 0) console.log(`kubeadm failed: ${result.stdout.slice(-500)}${result.stderr.slice(-1500)}`);
}

/** The objects that a dry run of kubeadm says it would create. */
function attachedObjects(text: string): readonly KubeObject[] {
  return text
    .split('[dryrun] Would perform action ')
    .filter((part) => part.startsWith('CREATE'))
    .map((part) => parseYaml(part.slice(part.indexOf('Attached object:\n') + 17).split('\n\n[')[0]!) as KubeObject);
}

/** Leaves out what the API server would drop or fill in, and what no two runs agree on. */
function normalized(object: KubeObject): KubeObject {
  const { status: _, ...rest } = object;
  const copy = structuredClone(rest) as KubeObject & { [key: string]: never };
  const { metadata, data, spec } = copy as unknown as {
    metadata: Record<string, unknown>;
    data?: Record<string, string>;
    spec?: {
      template?: { spec: { containers: { resources?: JsonObject; volumeMounts?: { readOnly?: boolean }[] }[] } };
    };
  };
  delete metadata['resourceVersion'];
  for (const container of spec?.template?.spec.containers ?? []) {
    if (Object.keys(container.resources ?? { some: 1 }).length === 0) delete container.resources;
    for (const mount of container.volumeMounts ?? []) if (mount.readOnly === false) delete mount.readOnly;
  }
  if (data?.['expiration'] !== undefined) data['expiration'] = 'some time';
  if (data?.['kubeconfig'] !== undefined) {
    data['kubeconfig'] = data['kubeconfig'].replace(/(certificate-authority-data: ).*/, '$1xxx');
  }
  return copy;
}

function report(what: string, ours: string, theirs: string): void {
  if (ours === theirs) return;
  differences++;
  console.log(`${what}\n${createPatch(what, theirs, ours, 'kubeadm', 'tsadm', { context: 2 })}`);
}
