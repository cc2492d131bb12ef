import type { Effect } from '../../plan/effect.ts';
import type { LeftBehind } from '../../plan/left-behind.ts';
import type { Phase, PhaseContext, Plan } from '../../plan/phase.ts';
import { kubeletClientCertificate, kubeletDirectory } from '../../spec/paths.ts';
import type { InitSpec } from '../../spec/types.ts';
import { emptiedFolder, notToBeEmptied } from '../reset/emptied-folder.ts';

const phase = 'take-over';

/** Phases that touch this machine alone, so that what they made can be taken away and nobody has seen it. */
const ofThisMachine =
  /^(preflight|certs|kubeconfig|etcd|control-plane|kubelet-start|wait-control-plane|take-over)(\/[^:]*)?:/;

/** The first thing that init itself puts into the cluster. */
const firstInCluster = 'wait-control-plane:cluster-admins';

const certificates = `${kubeletDirectory}/pki`;

/** The static Pods, and nothing else that the runtime may have. */
const components = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

function removal(id: string, path: string, what: string): Effect {
  return { kind: 'remove', id: `${phase}:${id}`, why: `remove what was ${what}`, path, what };
}

/** What runs because of it is stopped; then its etcd has no data any more, and its kubelet no certificate. */
function stopped(left: readonly LeftBehind[], { spec, facts }: PhaseContext<InitSpec>): readonly Effect[] {
  const sockets = new Set(left.map(({ criSocket }) => criSocket ?? spec.nodeRegistration.criSocket));
  const ofKubelet = (facts.trees.get(certificates) ?? []).filter(({ path }) => path.includes('/kubelet-client-'));
  return [
    { kind: 'call', id: `${phase}:kubelet`, why: 'stop the kubelet', operation: 'kubelet-stop', input: {} },
    ...[...sockets].map(
      (criSocket, index): Effect => ({
        kind: 'call',
        id: `${phase}:pods${index === 0 ? '' : `/${index}`}`,
        why: 'stop and remove the static Pods of the run that did not end',
        operation: 'pod-sandboxes-remove',
        input: { criSocket, components },
      }),
    ),
    ...left
      .flatMap(({ folders }) => folders)
      .map((folder) => emptiedFolder(`${phase}:${folder}`, folder, 'data of the etcd that did not come up')),
    removal('kubelet-certificate', kubeletClientCertificate, 'made by the kubelet that it started'),
    ...ofKubelet.map(({ path }) => removal(path, path, 'made by the kubelet that it started')),
  ];
}

function plan(left: readonly LeftBehind[], context: PhaseContext<InitSpec>): Plan {
  const refusals = left
    .flatMap(({ folders }) => folders)
    .flatMap((folder) => notToBeEmptied(folder, 'data of the etcd that did not come up') ?? []);
  if (refusals.length > 0) return { effects: [], refusals };
  const started = left.some(({ begun }) => begun.has('kubelet-start:start'));
  const files = new Set(left.flatMap((one) => one.files));
  return {
    effects: [
      ...(started ? stopped(left, context) : []),
      ...[...files].map((path) => removal(path, path, 'made by the run that did not end')),
      // Last: while the journal is there, a run that was killed in between takes over again.
      ...left.map(({ run, folder }) => removal(`journal/${run}`, folder, 'noted by the run that did not end')),
    ],
    notes: [
      {
        level: 'info',
        text: `Took over from run ${left.map(({ run }) => run).join(', ')}, which had another configuration and did not end: what it had made was removed`,
      },
    ],
  };
}

/**
 * Takes away what runs with another configuration made before they failed, so that this one begins as on a clean machine.
 * kubeadm wants a reset (1.35.4 to 1.37.0).
 * @returns undefined when one of them has come so far that the cluster knows of it: then only a person can judge
 */
export function takeOver(left: readonly LeftBehind[]): Phase<InitSpec> | undefined {
  const begun = left.flatMap((one) => [...one.begun]);
  if (begun.some((id) => !ofThisMachine.test(id) || id === firstInCluster)) return undefined;
  return {
    name: phase,
    short: 'Remove what runs with another configuration made before they failed',
    hidden: true,
    reads: ['cri-socket'],
    looks: () => [
      { kind: 'tree', path: certificates },
      ...left.flatMap(({ files }) => files).map((path) => ({ kind: 'file', path }) as const),
    ],
    steps: [(context) => plan(left, context)],
  };
}
