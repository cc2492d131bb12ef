import { lockHolder } from '../engine/lock.ts';
import { listUnfinished } from '../engine/runs.ts';
import { statePaths } from '../engine/store.ts';
import type { Host } from '../host/host.ts';
import { detectCriSocket } from '../observe/cri-socket.ts';
import { observeCertificates } from '../observe/status/certificates.ts';
import { observeCluster } from '../observe/status/cluster.ts';
import { observeComponents } from '../observe/status/components.ts';
import { observeKubelet } from '../observe/status/kubelet.ts';
import { observeMembership } from '../observe/status/membership.ts';
import { type MissingManifest, observeMissingManifests } from '../observe/status/missing-manifests.ts';
import { observeNodeName } from '../observe/stored-node.ts';
import { renderNodeStatus } from '../render/node-status.ts';
import type { NodeStatus } from '../schemas/node-status.ts';
import { defaultCriSocket } from '../spec/paths.ts';
import type { Command } from './command.ts';

const day = 24 * 60 * 60 * 1000;
/** Certificates that end sooner are a problem: kubeadm's are made for a year and renewed by each upgrade. */
const soon = 30 * day;

/** `status`: this node and its cluster on one screen. Everything is looked at together, and nothing is touched. */
export const status: Command = async ({ invocation, host }) => {
  const result = await nodeStatus(host);
  const now = host.clock.now();
  return { text: renderNodeStatus(result, { now, program: invocation.program }), result };
};

async function nodeStatus(host: Host): Promise<NodeStatus> {
  const socket = await detectCriSocket(host).catch(() => defaultCriSocket);
  const [name, kubelet, components, api, certificates, membership, unfinished, missing] = await Promise.all([
    observeNodeName(host),
    observeKubelet(host),
    observeComponents(socket, host),
    observeCluster(host),
    observeCertificates(host),
    observeMembership(host),
    unfinishedRuns(host),
    observeMissingManifests(host),
  ]);
  const isNode = name.state !== 'absent' || components.length > 0;
  const found: Omit<NodeStatus, 'problems'> = {
    node: name.state === 'present' ? name.value : null,
    role: [...components, ...missing].some((each) => each.name === 'kube-apiserver')
      ? 'control-plane'
      : isNode
        ? 'worker'
        : 'none',
    kubelet: {
      version: kubelet.version ?? null,
      active: kubelet.active ?? null,
      healthy: kubelet.healthy,
      detail: kubelet.problem ?? null,
    },
    components: components.map(({ name, version, uid, state, restarts, healthy, detail }) => ({
      name,
      version: version ?? null,
      uid: uid ?? 0,
      state,
      restarts,
      healthy: healthy ?? null,
      detail: detail ?? null,
    })),
    api: {
      server: api.server ?? null,
      version: api.version ?? null,
      detail: api.problem ?? null,
      nodes: api.nodes?.map((node) => ({ ...node })) ?? null,
    },
    certificates: certificates.map(({ path, what, notAfter, problem }) => ({
      path,
      what,
      expires: notAfter === undefined ? null : new Date(notAfter).toISOString(),
      problem: problem ?? null,
    })),
    etcd:
      membership === undefined
        ? null
        : {
            members: membership.members.map(({ id, name, learner }) => ({
              id,
              name,
              learner,
              leader: id === membership.leader,
              here: id === membership.here,
            })),
            detail: membership.problem ?? null,
          },
    unfinished,
  };
  return { ...found, problems: problemsOf(found, missing, host.clock.now()) };
}

async function unfinishedRuns(host: Host): Promise<NodeStatus['unfinished']> {
  const paths = statePaths(host.process);
  const [headers, holder] = await Promise.all([
    listUnfinished(host.files, paths).catch(() => []),
    lockHolder(host, paths.lock).catch(() => undefined),
  ]);
  return headers.map(({ run, command, startedAt }) => ({
    run,
    command,
    startedAt: new Date(startedAt).toISOString(),
    live: holder?.command === command,
  }));
}

/** What is not as it should be, the cause before what follows from it. */
function problemsOf(found: Omit<NodeStatus, 'problems'>, missing: readonly MissingManifest[], now: number): string[] {
  const { role, kubelet, components, api, certificates, etcd, unfinished } = found;
  const stopped = unfinished.filter(({ live }) => !live);
  const halfDone = stopped.map(({ command }) => `"${command}" has not ended well; the same command again continues it`);
  if (role === 'none') return halfDone;
  return [
    ...halfDone,
    ...missing.flatMap(({ name, kept }) => absence(name, kept, unfinished)),
    ...(kubelet.healthy ? [] : [`the kubelet is not healthy (${kubelet.detail}); see journalctl -u kubelet`]),
    ...components
      .filter(({ state, healthy }) => state !== 'running' || healthy === false)
      .map(
        ({ name, detail }) => `${name} is not healthy: ${detail}; its log is in /var/log/pods/kube-system_${name}-*`,
      ),
    ...(etcd?.detail ? [`etcd does not tell its members: ${etcd.detail}`] : []),
    ...(etcd?.members ?? [])
      .filter(({ learner }) => learner)
      .map(({ name, id }) => `the etcd member ${name || id} has no vote yet`),
    ...(api.detail === null ? [] : [`the API server ${api.server ?? ''} tells nothing: ${api.detail}`]),
    ...(api.nodes ?? []).filter(({ ready }) => !ready).map(({ name }) => `the node ${name} is not ready`),
    ...certificates.flatMap(({ path, problem }) => (problem === null ? [] : [`${path}: ${problem}`])),
    ...expiries(certificates, now),
  ];
}

/** An upgrade that runs has a manifest away for seconds; one that was cut off leaves it so. */
function absence(name: string, kept: string, unfinished: NodeStatus['unfinished']): string[] {
  const upgrade = unfinished.find(({ command }) => command.startsWith('upgrade'));
  if (upgrade?.live === true) return [];
  const wayOut = upgrade === undefined ? `put the old one back: ${kept}` : `"${upgrade.command}" again puts it there`;
  return [`${name} has no manifest, an upgrade has taken it away and was cut off; ${wayOut}`];
}

/** One line for those that have ended and one for those that soon will: mostly they all end together. */
function expiries(certificates: NodeStatus['certificates'], now: number): string[] {
  const ends = certificates.flatMap(({ path, expires }) =>
    expires === null ? [] : [{ path, left: Date.parse(expires) - now }],
  );
  const over = ends.filter(({ left }) => left <= 0);
  const near = ends.filter(({ left }) => left > 0 && left <= soon);
  const paths = (list: typeof ends): string => list.map(({ path }) => path).join(', ');
  return [
    ...(over.length === 0 ? [] : [`expired: ${paths(over)}; "certs renew all" renews those that kubeadm's CA signs`]),
    ...(near.length === 0
      ? []
      : [
          `expiring in ${Math.floor(near[0]!.left / day)} days or a little later: ${paths(near)}; see "certs renew all"`,
        ]),
  ];
}
