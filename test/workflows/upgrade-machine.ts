import { runWorkflow } from '../../src/engine/run.ts';
import type { KubeObject } from '../../src/plan/json.ts';
import type { Seed } from '../fakes/memory-files.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';
import { etcdPod } from '../operations/etcd-cluster.ts';
import { runStaticPods } from '../operations/static-pods.ts';
import { initParts, initRequest, initSpecOf } from './init-parts.ts';

const address = '10.0.0.1';
const components = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;
type Component = (typeof components)[number];

/** Where the components tell how they are. */
const healthUrls: { readonly [component in Component]: string } = {
  etcd: 'http://127.0.0.1:2381/readyz',
  'kube-apiserver': `https://${address}:6443/readyz`,
  'kube-controller-manager': 'https://127.0.0.1:10257/healthz',
  'kube-scheduler': 'https://127.0.0.1:10259/readyz',
};

/** A machine whose kubelet and components a test owns. */
export interface UpgradeMachine {
  readonly host: MemoryHost;
  /** Components that do not come up with a manifest that matches; while it is there, they are not healthy. */
  readonly broken: Map<Component, RegExp>;
}

/** A whole control plane of one node on version 1.35.4, as `init` leaves it, taken down once. */
export async function takenDown(): Promise<{
  readonly files: { readonly [path: string]: Seed };
  readonly objects: readonly KubeObject[];
}> {
  const host = memoryHost();
  host.kube.put({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'cp1', labels: { 'kubernetes.io/hostname': 'cp1' } },
    status: { nodeInfo: { kubeletVersion: 'v1.35.4' } },
  });
  const spec = initSpecOf('', [
    { path: 'ClusterConfiguration.kubernetesVersion', value: 'v1.35.4', flag: 'kubernetes-version' },
    { path: 'InitConfiguration.localAPIEndpoint.advertiseAddress', value: address, flag: 'advertise-address' },
  ]);
  await runWorkflow(initParts(host), initRequest(spec));
  const modes = host.files.modes();
  const texts = host.files.texts();
  const files = Object.fromEntries(
    Object.entries(texts)
      .filter(([path]) => !/^\/(?:var\/lib|run)\/tsadm/.test(path))
      .map(([path, text]) => [path, { text, mode: modes[path] ?? 0o600 }]),
  );
  const imageOf = (pod: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${pod}-cp1`,
      namespace: 'kube-system',
      labels: { component: pod, tier: 'control-plane' },
    },
    spec: { nodeName: 'cp1', containers: [{ name: pod, image: `registry.k8s.io/${pod}:v1.35.4` }] },
  });
  return {
    files: { ...files, '/etc/machine-id': 'abc\n', '/var/lib/etcd/member/snap/db': 'old data' },
    objects: [...host.kube.all(), imageOf('kube-apiserver'), etcdPod('cp1', `https://${address}:2379`)],
  };
}

/** The same again, with a kubelet that runs what lies in its folder. */
export function upgradeMachine(taken: Awaited<ReturnType<typeof takenDown>>): UpgradeMachine {
  const host = memoryHost({ files: taken.files, startsAt: Date.UTC(2026, 10, 21, 4) });
  for (const object of taken.objects) host.kube.put(object);
  host.kube.answers.set('/version', { status: 200, body: JSON.stringify({ gitVersion: 'v1.35.4' }) });
  host.kube.onRequest = ({ verb, kind }) => {
    if (verb === 'get' && kind === 'Job') completeJobs(host);
  };
  host.services.services.get('kubelet')!.active = true;
  const machine: UpgradeMachine = { host, broken: new Map() };
  const pods = runStaticPods(host);
  for (const component of components) {
    host.net.answers.set(healthUrls[component], () => {
      const text = pods.running().get(component);
      const isBroken = text !== undefined && machine.broken.get(component)?.test(text) === true;
      return text === undefined || isBroken
        ? { error: 'connect ECONNREFUSED' }
        : { status: 200, body: 'ok', headers: {} };
    });
  }
  host.exec.install('cp', (args) => copy(host, args.at(-2)!, args.at(-1)!));
  host.exec.install('sync', {});
  return machine;
}

function completeJobs(host: MemoryHost): void {
  for (const job of host.kube.all().filter(({ kind }) => kind === 'Job')) {
    host.kube.put({ ...job, status: { conditions: [{ type: 'Complete', status: 'True' }] } });
  }
}

function copy(host: MemoryHost, from: string, to: string): { readonly exitCode: number } {
  for (const [path, text] of Object.entries(host.files.texts())) {
    if (path.startsWith(`${from}/`)) host.files.put(`${to}${path.slice(from.length)}`, text);
  }
  return { exitCode: 0 };
}
