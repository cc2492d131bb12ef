import type { NodeStatus } from '../schemas/node-status.ts';
import { columns } from './columns.ts';

const day = 24 * 60 * 60 * 1000;

/** `tsadm status` for people: one screen, problems last, where the eye ends up. */
export function renderNodeStatus(status: NodeStatus, { now, program }: { now: number; program: string }): string {
  const { node, role, kubelet, components, api, certificates, etcd, unfinished, problems } = status;
  const parts: string[] = [];
  const withoutRoot = components.some(({ uid }) => uid !== 0);
  if (role === 'none') {
    parts.push(`This machine is no Kubernetes node; "${program} init" or "${program} join" makes it one.\n`);
  } else {
    parts.push(`Node ${node ?? '(name unknown)'}, ${role === 'worker' ? 'worker' : 'control plane'}\n`);
    parts.push(
      columns([
        ['COMPONENT', 'VERSION', 'STATE', 'RESTARTS', 'HEALTH', ...(withoutRoot ? ['USER'] : [])],
        ['kubelet', kubelet.version ?? '-', activity(kubelet.active), '', kubelet.healthy ? 'ok' : 'not healthy'],
        ...components.map(({ name, version, uid, state, restarts, healthy }) => [
          name,
          version ?? '-',
          state,
          String(restarts),
          healthy === null ? '-' : healthy ? 'ok' : 'not healthy',
          ...(withoutRoot ? [String(uid)] : []),
        ]),
      ]),
    );
    parts.push(
      api.version === null
        ? `API server ${api.server ?? ''}: no answer\n`
        : `API server ${api.server ?? ''}: ${api.version}${nodesText(api.nodes)}\n`,
    );
    if (etcd !== null && etcd.members.length > 0) {
      parts.push(
        columns([
          ['ETCD MEMBER', 'ID', 'ROLE'],
          ...etcd.members.map(({ name, id, learner, leader, here }) => [
            name || '(not started)',
            id,
            learner ? 'learner' : leader ? 'leader' : 'voter',
            ...(here ? ['this node'] : []),
          ]),
        ]),
      );
    }
    if (certificates.length > 0) {
      parts.push(
        columns([
          ['CERTIFICATE', 'EXPIRES', 'DAYS LEFT'],
          ...certificates.map(({ path, expires, problem }) =>
            expires === null
              ? [path, problem ?? '-']
              : [path, expires.slice(0, 10), String(Math.floor((Date.parse(expires) - now) / day))],
          ),
        ]),
      );
    }
  }
  for (const { command, startedAt, live } of unfinished) {
    parts.push(`${live ? 'Running' : 'Unfinished'}: ${program} ${command}, begun ${startedAt}\n`);
  }
  parts.push(
    problems.length === 0
      ? role === 'none'
        ? ''
        : 'No problems found.\n'
      : `Problems:\n${problems.map((problem) => `  - ${problem}\n`).join('')}`,
  );
  return parts.filter((part) => part !== '').join('\n');
}

function activity(active: boolean | null): string {
  return active === null ? '-' : active ? 'active' : 'not active';
}

function nodesText(nodes: NodeStatus['api']['nodes']): string {
  if (nodes === null) return '';
  const ready = nodes.filter((node) => node.ready).length;
  return `, ${ready} of ${nodes.length} nodes ready`;
}
