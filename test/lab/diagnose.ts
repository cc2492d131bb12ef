import type { LabNode } from './node.ts';

const QUESTIONS: readonly (readonly string[])[] = [
  ['systemctl', '--failed', '--no-legend', '--plain'],
  ['sh', '-c', 'kubectl get nodes,pods -A -o wide --request-timeout=5s'],
  ['journalctl', '--no-pager', '-u', 'kubelet', '-n', '25', '-o', 'cat'],
  ['sh', '-c', 'for f in /var/log/pods/*/*/*.log; do echo "== $f"; tail -n 8 "$f"; done'],
];

/** What a machine has to say for itself, for the log of a failed test. */
export async function diagnose(node: LabNode): Promise<string> {
  if (!node.running) return `── ${node.name} is off`;
  const parts = [`── ${node.name}`];
  for (const question of QUESTIONS) {
    const { stdout, stderr } = await node.exec(question, { timeoutMs: 15_000 });
    parts.push(`$ ${question.join(' ')}`, `${stdout}${stderr}`.trim());
  }
  return parts.join('\n');
}
