import { IGNORED_CHECKS, probe, until, waitForNodes, waitForSystemPods } from '../test/lab/cluster.ts';
import { WORKLOAD_IMAGE } from '../test/lab/images.ts';
import { Lab } from '../test/lab/lab.ts';
import type { LabNode } from '../test/lab/node.ts';
import { DEFAULT_VERSION } from '../test/lab/versions.ts';

const INIT = ['tsadm', 'init', `--kubernetes-version=${DEFAULT_VERSION}`, '--pod-network-cidr=10.244.0.0/16'];

/** Boots a machine of the lab, makes it a cluster with `tsadm init`, and runs a pod on it. */
export async function demoOnMachine(keep: boolean): Promise<void> {
  console.log('\nBuilding what is missing in the cache (a first time takes ten minutes), then booting a machine.');
  const lab = await Lab.open('demo');
  try {
    const machine = await lab.boot('cp1', { install: ['tsadm'] });
    console.log('\nTwo checks are passed over: the machine has the cgroups of this host and an old containerd.');
    await show(machine, ...INIT, IGNORED_CHECKS);
    await waitForNodes(machine, ['cp1']);
    await waitForSystemPods(machine, 7);
    await until('the service account of pods', 30_000, async () => {
      const { exitCode, stderr } = await machine.exec(['kubectl', 'get', 'serviceaccount', 'default']);
      return { done: exitCode === 0, seen: stderr };
    });
    console.log('\nA cluster of one machine runs pods on its control plane: the taint goes.');
    await show(machine, 'kubectl', 'taint', 'nodes', 'cp1', 'node-role.kubernetes.io/control-plane:NoSchedule-');
    const serve = ['--', '/bin/probe', 'serve', 'hello from a pod'];
    await show(machine, 'kubectl', 'run', 'hello', `--image=${WORKLOAD_IMAGE}`, '--port=8080', '--expose', ...serve);
    await show(machine, 'kubectl', 'wait', '--for=condition=Ready', 'pod/hello', '--timeout=60s');
    console.log('\nA second pod asks the first by the name of its service:');
    console.log(`  ${(await probe(machine, 'cp1', 'get', 'http://hello:8080')).trim()}`);
    await show(machine, 'kubectl', 'get', 'nodes', '-o', 'wide');
    await show(machine, 'kubectl', 'get', 'pods', '-A', '-o', 'wide');
    if (keep) lab.keep();
  } finally {
    await lab.close();
  }
  console.log(`\n${keep ? KEPT : GONE}`);
}

const KEPT = `The machine stays. Use it and take it away:
  npm run lab -- exec cp1 -- kubectl get pods -A
  npm run lab -- exec cp1 -- bash
  npm run lab -- down`;
const GONE = 'The machine is gone and nothing is left of it. To keep it: npm run demo -- --keep';

/** Runs a command in the machine as a person would, on this terminal. */
async function show(machine: LabNode, ...command: string[]): Promise<void> {
  console.log(`\ncp1$ ${command.map((word) => (/\s/.test(word) ? `'${word}'` : word)).join(' ')}`);
  const exitCode = await machine.interact(command);
  if (exitCode !== 0) throw new Error(`${command[0]} ended with ${exitCode}`);
}
