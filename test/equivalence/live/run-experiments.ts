import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { etcdBinaries, kubernetesBinaries } from '../../lab/components.ts';
import type { Release } from '../../lab/versions.ts';
import { configurationText } from '../configuration-text.ts';
import { type Programs, runOnMachine } from '../sandbox.ts';
import type { Experiment, Outcome } from './experiment.ts';

/**
 * Carries out experiments with one program on a cluster of its own: one machine with a real etcd and a real API server,
 * without a kubelet.
 */
export async function runExperiments(
  experiments: readonly Experiment[],
  program: 'kubeadm' | 'tsadm',
  programs: Programs,
  release: Release,
): Promise<readonly Outcome[]> {
  const { kubernetes, etcd } = release;
  const [etcdFolder, kubernetesFolder] = await Promise.all([etcdBinaries(release), kubernetesBinaries(release)]);
  const cluster = {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'ClusterConfiguration',
    kubernetesVersion: kubernetes,
    controlPlaneEndpoint: '10.10.0.5:6443',
    networking: { serviceSubnet: '10.96.0.0/12', dnsDomain: 'cluster.local' },
  };
  const made = ['certs all', 'kubeconfig all', 'etcd local', 'control-plane all'];
  const one = {
    as: 'kubeadm',
    init: { localAPIEndpoint: { advertiseAddress: '10.10.0.5' } },
    cluster: { controlPlaneEndpoint: '10.10.0.5:6443' },
    files: {
      '/case/laboratory.cjs': await laboratory(),
      '/case/experiments.json': JSON.stringify({ kubernetes, etcdTag: `${etcd}-0`, cluster, experiments }),
    },
    steps: [
      `!for phase in ${made.map((words) => `"${words}"`).join(' ')}; do /case/bin/kubeadm.real init phase $phase --config /case/config.yaml || exit 1; done`,
      `!node /case/laboratory.cjs ${etcdFolder} ${kubernetesFolder}`,
    ],
  } as const;
  const folder = mkdtempSync(join(tmpdir(), 'tsadm-live-'));
  try {
    const ran = await runOnMachine(one, program, programs, configurationText(one, release), join(folder, program));
    const failed = ran.steps.find(({ refused }) => refused);
    if (failed) throw new Error(`the cluster of ${program} failed: ${failed.out}${failed.err}`);
    return JSON.parse(readFileSync(join(ran.layer, 'case/out/outcomes.json'), 'utf8')) as readonly Outcome[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function laboratory(): Promise<string> {
  const entryPoints = [join(import.meta.dirname, 'laboratory.ts')];
  const built = await build({ entryPoints, bundle: true, platform: 'node', format: 'cjs', write: false });
  return built.outputFiles[0]!.text;
}
