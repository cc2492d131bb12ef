import { expect } from 'vitest';
import { capture, expectWhole, type Made, makeCluster } from './bring-up.ts';
import { clusterConfig, IGNORED_CHECKS, waitForNodes } from './cluster.ts';
import type { CommandResult } from './command.ts';
import { plain } from './configurations.ts';
import { differences, showDifferences } from './difference.ts';
import type { BootOptions, Lab } from './lab.ts';
import type { LabNode } from './node.ts';

/** The command that is stopped and given again. With certificates uploaded it goes through every phase of init. */
export const INIT: readonly string[] = [
  ...['tsadm', 'init', '--config=/root/init.yaml', '--upload-certs'],
  IGNORED_CHECKS,
];

/** What a run that nothing disturbs makes of the plain configuration. Its machine is taken down. */
export async function cleanRun(lab: Lab): Promise<Made> {
  const { node, result } = await makeCluster(lab, 'tsadm', { ...plain, args: ['--upload-certs'] });
  // A machine of the lab is a good one: checks that kubeadm does not have find nothing there.
  expect(`${result.stdout}${result.stderr}`).not.toMatch(
    /WARNING (Clock|DiskSpace|EtcdMount|KubeletUnit|RuntimeProxy)/,
  );
  await expectWhole(node, plain.systemPods);
  const made = await capture(node);
  await lab.down();
  return made;
}

/** A new cp1 with the configuration in place and nothing done. */
export async function bootForInit(lab: Lab, options: BootOptions = {}): Promise<LabNode> {
  const node = await lab.boot('cp1', { install: ['tsadm'], ...options });
  await node.writeFile('/root/init.yaml', clusterConfig(node));
  return node;
}

/** Starts it where it is to be killed; the moment as TSADM_TEST_KILL has it. */
export async function expectKilled(node: LabNode, moment: string): Promise<void> {
  const killed = await node.exec(INIT, { env: { TSADM_TEST_KILL: moment } });
  expect(killed.exitCode, `${moment}\n${killed.stdout}${killed.stderr}`).toBe(137);
}

/** Gives the command again; it must end well, and leave what a clean run leaves. */
export async function expectContinued(node: LabNode, clean: Made): Promise<CommandResult> {
  const again = await node.exec(INIT);
  expect(again.exitCode, `${again.stdout}${again.stderr}`).toBe(0);
  await expectLikeClean(node, clean);
  return again;
}

/**
 * The machine is what a clean run makes of it: files, objects (one token among them), a Node that is Ready, an API server
 * that says it is well. Pods of addons are of the cluster's own making, and `expectWhole` looks at them.
 */
export async function expectLikeClean(node: LabNode, clean: Made): Promise<void> {
  expect(await node.kubectl('get', '--raw=/readyz')).toBe('ok');
  await waitForNodes(node, [node.name]);
  expect(showDifferences(differences(clean, await capture(node)))).toBe('');
  expect(await node.exec(['ls', '-A', '/var/lib/tsadm/runs'])).toMatchObject({ stdout: '' });
}
