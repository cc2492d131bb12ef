import { readFileSync } from 'node:fs';
import { IGNORED_CHECKS } from '../test/lab/cluster.ts';
import type { LabNode } from '../test/lab/node.ts';

/** What the helper says of one process. */
export interface Measurement {
  readonly seconds: number;
  /** Peak of resident memory, in MiB. */
  readonly memory: number;
}

const HELPER = '/root/measure.pl';

/** Puts the helper into a machine. */
export async function prepare(node: LabNode): Promise<void> {
  await node.writeFile(HELPER, readFileSync(new URL('./measure.pl', import.meta.url), 'utf8'));
}

/** Runs a command in a machine, timed there: how long it takes to get into the machine is in no figure. */
export async function measure(node: LabNode, command: readonly string[]): Promise<Measurement> {
  await mustRun(node, ['perl', HELPER, '/root/measured', ...command]);
  return parse(await node.readFile('/root/measured'));
}

/** `init` and, from the same start, the moment when it has ended and the node is Ready. */
export async function measureInit(
  node: LabNode,
  program: string,
  config: string,
  ...more: string[]
): Promise<{ readonly toExit: Measurement; readonly toReady: Measurement }> {
  await node.writeFile('/root/init.yaml', config);
  const condition = '{.items[*].status.conditions[?(@.type=="Ready")].status}';
  const script = `perl ${HELPER} /root/measured-init "$@" || exit 1
set -- $(cat /root/measured-init)
[ "$3" = 0 ] || exit "$3"
until kubectl get nodes -o jsonpath='${condition}' | grep -q True; do sleep 0.05; done`;
  const init = [program, 'init', '--config=/root/init.yaml', IGNORED_CHECKS, ...more];
  const toReady = await measure(node, ['sh', '-c', script, 'sh', ...init]);
  return { toExit: parse(await node.readFile('/root/measured-init')), toReady };
}

/** `join` and, from the same start, the moment when it has ended and the node is Ready, as its own kubelet sees it. */
export async function measureJoin(
  node: LabNode,
  command: readonly string[],
): Promise<{ readonly toExit: Measurement; readonly toReady: Measurement }> {
  const condition = '{.status.conditions[?(@.type=="Ready")].status}';
  const script = `perl ${HELPER} /root/measured-join "$@" || exit 1
set -- $(cat /root/measured-join)
[ "$3" = 0 ] || exit "$3"
export KUBECONFIG=/etc/kubernetes/kubelet.conf
until kubectl get node ${node.name} -o jsonpath='${condition}' | grep -q True; do sleep 0.05; done`;
  const toReady = await measure(node, ['sh', '-c', script, 'sh', ...command, IGNORED_CHECKS]);
  return { toExit: parse(await node.readFile('/root/measured-join')), toReady };
}

function parse(text: string): Measurement {
  const [seconds, kibibytes, exitCode] = text.trim().split(' ').map(Number);
  if (exitCode !== 0) throw new Error(`the measured command ended with ${exitCode}`);
  return { seconds: seconds!, memory: kibibytes! / 1024 };
}

async function mustRun(node: LabNode, command: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await node.exec(command);
  // The helper itself ends with 0 whatever the command did; its file tells. What was said is needed then.
  const code = exitCode || Number((await node.readFile('/root/measured')).trim().split(' ')[2]);
  if (code !== 0) throw new Error(`${command.slice(3).join(' ')} ended with ${code}\n${stdout}${stderr}`);
}
