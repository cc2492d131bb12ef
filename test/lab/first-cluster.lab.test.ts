import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { IGNORED_CHECKS, waitForNodes, waitForSystemPods } from './cluster.ts';
import { describeLab } from './describe-lab.ts';
import { mustEnd } from './joining.ts';
import type { LabNode } from './node.ts';

const page = readFileSync(new URL('../../docs/first-cluster.md', import.meta.url), 'utf8');

/** The commands below a heading of the page. */
function commandsBelow(heading: string): readonly string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`the page has no section "${heading}"`);
  return [...section.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block]) => block!.trim().split('\n'));
}

/** Gives commands as they stand; only the two checks that no machine of the lab passes are passed over. */
async function give(node: LabNode, commands: readonly string[]): Promise<string> {
  let said = '';
  for (const command of commands) {
    const words = /^tsadm (?:init|join)\b/.test(command) ? `${command} ${IGNORED_CHECKS}` : command;
    const result = await node.exec(['bash', '-c', words]);
    mustEnd(node, result, 0);
    said = result.stdout;
  }
  return said;
}

describeLab('docs/first-cluster.md', (lab) => {
  afterEach(async () => {
    await lab().down();
  });

  test('makes a cluster of two machines and takes it away, given as it stands', async () => {
    const cp1 = await lab().boot('cp1', { install: ['tsadm'] });
    const w1 = await lab().boot('w1', { install: ['tsadm'] });
    await give(cp1, commandsBelow('On the first machine'));
    const printed = (await give(cp1, commandsBelow('On every further machine'))).trim();
    expect(printed).toMatch(/^tsadm join /);
    await give(w1, [printed]);
    await waitForNodes(cp1, ['cp1', 'w1']);
    await waitForSystemPods(cp1, 8);
    expect(await give(cp1, commandsBelow('Look at it'))).toContain('kube-apiserver-cp1');
    for (const machine of [w1, cp1]) await give(machine, commandsBelow('Take it away again'));
    expect((await cp1.run('find', '/etc/kubernetes', '-type', 'f')).trim()).toBe('');
  });
});
