import type { LabNode } from './node.ts';

const LOG = '/var/log/kubernetes/audit.log';
const POLICY = '/etc/kubernetes-audit/policy.yaml';

/** Lines of ClusterConfiguration (see ClusterShape.more) with which the API server writes down every request. */
export const auditLines = `apiServer:
  extraArgs:
  - {name: audit-policy-file, value: ${POLICY}}
  - {name: audit-log-path, value: ${LOG}}
  extraVolumes:
  - {name: audit-policy, hostPath: /etc/kubernetes-audit, mountPath: /etc/kubernetes-audit, readOnly: true}
  - {name: audit-log, hostPath: /var/log/kubernetes, mountPath: /var/log/kubernetes, pathType: DirectoryOrCreate}`;

/** Before the API server starts. */
export async function installAuditPolicy(node: LabNode): Promise<void> {
  const policy =
    'apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules:\n- level: Metadata\n';
  await node.writeFile(POLICY, policy);
}

/** One request, as far as it matters here. */
export interface Request {
  readonly verb: string;
  readonly user: string;
  readonly uri: string;
}

/** What the administrators' kubeconfigs have asked of the API so far. */
export async function requestsOfAdmins(node: LabNode): Promise<readonly Request[]> {
  const lines = (await node.readFile(LOG)).trim().split('\n');
  const all = lines.map((line): Request => {
    const { verb, user, requestURI } = JSON.parse(line) as {
      readonly verb: string;
      readonly user: { readonly username: string };
      readonly requestURI: string;
    };
    return { verb, user: user.username, uri: requestURI };
  });
  return all.filter(({ user }) => user === 'kubernetes-admin' || user === 'kubernetes-super-admin');
}

/** Everything else only looks. */
export function writes(requests: readonly Request[]): readonly Request[] {
  return requests.filter(({ verb }) => !['get', 'list', 'watch'].includes(verb));
}
