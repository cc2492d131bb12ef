/**
 * Runs inside a machine of the equivalence tests, on which a control plane's files lie: starts a real etcd and a real API
 * server from the manifests there, registers the node, and carries out experiments with the program that is called kubeadm.
 * `node laboratory.cjs ETCD-FOLDER KUBERNETES-FOLDER`; reads /case/experiments.json, writes /case/out/outcomes.json.
 */
import { spawn } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import type { Experiment, LiveObject, Outcome } from './experiment.ts';

interface Task {
  readonly kubernetes: string;
  readonly etcdTag: string;
  readonly cluster: { readonly [field: string]: unknown };
  readonly experiments: readonly Experiment[];
}

const [, , etcdFolder, kubernetesFolder] = process.argv;
const task = JSON.parse(readFileSync('/case/experiments.json', 'utf8')) as Task;
const admin = readFileSync('/etc/kubernetes/super-admin.conf', 'utf8');
const material = (field: string) => Buffer.from(new RegExp(`${field}: (\\S+)`).exec(admin)![1]!, 'base64');
const credentials = {
  ca: readFileSync('/etc/kubernetes/pki/ca.crt'),
  cert: material('client-certificate-data'),
  key: material('client-key-data'),
};
const processes = [
  start('etcd', `${etcdFolder}/etcd`),
  // Pods are made here without a controller that would make them a service account.
  start('kube-apiserver', `${kubernetesFolder}/kube-apiserver`, '--disable-admission-plugins=ServiceAccount'),
];

main().then(
  () => end(0),
  (error: unknown) => {
    console.error(error);
    end(1);
  },
);

function end(code: number): void {
  for (const child of processes) child.kill('SIGKILL');
  process.exit(code);
}

/** Starts a component with the arguments of its manifest. */
function start(component: string, program: string, ...more: readonly string[]) {
  const manifest = readFileSync(`/etc/kubernetes/manifests/${component}.yaml`, 'utf8');
  const [, command = ''] = /\n *- command:\n((?: +- .*\n)+)/.exec(manifest) ?? [];
  const args = [...command.matchAll(/^ +- (--.*)$/gm)].map(([, argument]) => argument!);
  const log = openSync(`/case/out/${component}.log`, 'w');
  return spawn(program, [...args, ...more], { stdio: ['ignore', log, log] });
}

async function main(): Promise<void> {
  await until('the API server', async () => (await call('GET', '/readyz')).status === 200);
  await until('kube-system', async () => (await call('GET', '/api/v1/namespaces/kube-system')).status === 200);
  await must('POST', '/api/v1/nodes', node());
  await must('PATCH', '/api/v1/nodes/node1/status', { status: nodeStatus() });
  for (const component of ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler']) {
    await must('POST', '/api/v1/namespaces/kube-system/pods', pod(component));
  }
  for (const words of ['upload-config all', 'addon kube-proxy', 'bootstrap-token']) {
    const { code, err } = await run(`/case/bin/kubeadm.real init phase ${words} --config /case/config.yaml`);
    if (code !== 0) throw new Error(`${words}: ${err}`);
  }
  const outcomes: Outcome[] = [];
  for (const experiment of task.experiments) outcomes.push(await carryOut(experiment));
  writeFileSync('/case/out/outcomes.json', JSON.stringify(outcomes));
}

async function carryOut({ name, cluster, objects, commands }: Experiment): Promise<Outcome> {
  const configuration = { ...task.cluster, ...cluster };
  await must('PUT', '/api/v1/namespaces/kube-system/configmaps/kubeadm-config', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kubeadm-config', namespace: 'kube-system' },
    data: { ClusterConfiguration: JSON.stringify(configuration) },
  });
  await call('DELETE', '/api/v1/namespaces/kube-system/configmaps/coredns');
  for (const { metadata } of await deployments()) {
    await must('DELETE', `/apis/apps/v1/namespaces/kube-system/deployments/${metadata.name}`);
  }
  for (const object of objects) await must('POST', collectionOf(object), object);
  const ended = [];
  for (const words of commands) ended.push(await run(`kubeadm ${words}`));
  const map = await call('GET', '/api/v1/namespaces/kube-system/configmaps/coredns');
  const config = await must('GET', '/api/v1/namespaces/kube-system/configmaps/kubeadm-config');
  return {
    name,
    ended,
    stored: (config.body as { data: { ClusterConfiguration: string } }).data.ClusterConfiguration,
    data: map.status === 200 ? (map.body as { data?: Outcome['data'] }).data : undefined,
    deployments: await deployments(),
  };
}

async function deployments(): Promise<readonly LiveObject[]> {
  const { body } = await must('GET', '/apis/apps/v1/namespaces/kube-system/deployments');
  return (body as { readonly items: readonly LiveObject[] }).items;
}

function collectionOf({ apiVersion, kind }: LiveObject): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return `${root}/namespaces/kube-system/${kind.toLowerCase()}s`;
}

function run(command: string): Promise<Outcome['ended'][number]> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', `exec ${command}`], { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('close', (code) => resolve({ code: code ?? -1, out, err }));
  });
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function must(method: string, path: string, object?: object): Promise<Answer> {
  const answer = await call(method, path, object);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

function call(method: string, path: string, object?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const headers = { 'content-type': type, accept: 'application/json' };
    const sent = request({ host: '10.10.0.5', port: 6443, path, method, headers, ...credentials }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, body: parsed(text) }));
    });
    sent.on('error', reject);
    sent.end(object === undefined ? undefined : JSON.stringify(object));
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function until(what: string, seen: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if (await seen().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const logs = ['etcd', 'kube-apiserver'].map((name) => readFileSync(`/case/out/${name}.log`, 'utf8').slice(-2000));
  throw new Error(`${what} did not come\n${logs.join('\n')}`);
}

/** No Pod is put there, so that an upgrade asks for no Job. */
function node(): object {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: 'node1',
      labels: { 'kubernetes.io/hostname': 'node1', 'node-role.kubernetes.io/control-plane': '' },
      annotations: { 'kubeadm.alpha.kubernetes.io/cri-socket': 'unix:///run/containerd/containerd.sock' },
    },
    spec: { unschedulable: true },
  };
}

function nodeStatus(): object {
  const condition = { type: 'Ready', status: 'True', reason: 'KubeletReady', message: '' };
  const nodeInfo = { kubeletVersion: task.kubernetes };
  for (const field of 'machineID systemUUID bootID kernelVersion osImage containerRuntimeVersion kubeProxyVersion operatingSystem architecture'.split(
    ' ',
  )) {
    Object.assign(nodeInfo, { [field]: '' });
  }
  return { conditions: [condition], nodeInfo };
}

/** As the mirror of a static Pod. */
function pod(component: string): object {
  const tag = component === 'etcd' ? task.etcdTag : task.kubernetes;
  const annotation = `kubeadm.kubernetes.io/${component}.advertise-${component === 'etcd' ? 'client-urls' : 'address.endpoint'}`;
  const address = component === 'etcd' ? 'https://10.10.0.5:2379' : '10.10.0.5:6443';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${component}-node1`,
      namespace: 'kube-system',
      labels: { component, tier: 'control-plane' },
      annotations: { [annotation]: address },
    },
    spec: { nodeName: 'node1', containers: [{ name: component, image: `registry.k8s.io/${component}:${tag}` }] },
  };
}
