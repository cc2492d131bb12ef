import { expect } from 'vitest';
import { type Bootstrapper, init, probe, waitForNodes, waitForSystemPods } from './cluster.ts';
import { type CapturedObjects, captureObjects } from './cluster-objects.ts';
import type { CommandResult } from './command.ts';
import type { Configuration } from './configurations.ts';
import type { Lab } from './lab.ts';
import { type CapturedFiles, captureFiles } from './machine-files.ts';
import type { LabNode } from './node.ts';
import { timed } from './progress.ts';
import { DEFAULT_VERSION } from './versions.ts';

/** What one program made of one configuration. */
export interface Made {
  readonly files: CapturedFiles;
  readonly objects: CapturedObjects;
}

/** Boots cp1 and makes a cluster on it; it stays up. */
export async function makeCluster(
  lab: Lab,
  program: Bootstrapper,
  configuration: Configuration,
  version: string = DEFAULT_VERSION,
): Promise<{ readonly node: LabNode; readonly result: CommandResult }> {
  const node = await lab.boot('cp1', { install: [program], version });
  const config = await configuration.prepare(lab, node, version);
  const result = await timed(`${program} init`, () => init(node, program, config, ...configuration.args));
  return { node, result };
}

/** Waits until the cluster of cp1 is whole: the node Ready, all system pods Ready, names and service addresses at work. */
export async function expectWhole(node: LabNode, systemPods: number, version: string = DEFAULT_VERSION): Promise<void> {
  await timed('node and system pods Ready', async () => {
    await waitForNodes(node, [node.name]);
    await waitForSystemPods(node, systemPods);
  });
  expect(await probe(node, node.name, 'resolve', 'kubernetes.default')).toContain('10.96.0.1');
  expect(JSON.parse(await probe(node, node.name, 'api', '/version'))).toMatchObject({ gitVersion: version });
}

/** Everything that is compared. */
export async function capture(node: LabNode): Promise<Made> {
  const objects = await captureObjects(node);
  return { objects, files: { ...(await captureFiles(node)), ...(await folders(node)) } };
}

/** Folders whose contents belong to others, but which the program makes. */
async function folders(node: LabNode): Promise<CapturedFiles> {
  const list = await node.exec(['find', ...MADE_FOLDERS, '-maxdepth', '0', '-printf', '%p %m %U:%G\\n']);
  return Object.fromEntries(
    list.stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
      .map(([path = '', mode = '', owner = '']) => [path, { kind: 'directory', mode, owner }]),
  );
}

const MADE_FOLDERS = ['/var/lib/etcd', '/var/lib/etcd/lab', '/var/lib/kubelet'];
