import type { EtcdMember } from '../../host/etcd.ts';
import type { Host } from '../../host/host.ts';
import { defaultCertificatesDirectory, manifestPath, ports } from '../../spec/paths.ts';

/** The etcd cluster as the member on this node tells it. */
export interface MembershipSight {
  readonly members: readonly EtcdMember[];
  /** Ids; '' when not known. */
  readonly here: string;
  readonly leader: string;
  /** Why nobody tells. */
  readonly problem?: string;
}

const local = `https://127.0.0.1:${ports.etcdClient}`;

/** undefined where no etcd runs on this node. */
export async function observeMembership(
  host: Host,
  certificatesDir: string = defaultCertificatesDirectory,
): Promise<MembershipSight | undefined> {
  if ((await host.files.stat(manifestPath('etcd')).catch(() => undefined)) === undefined) return undefined;
  const folder = `${certificatesDir}/etcd`;
  const etcd = host.etcd.connect({
    endpoints: [local],
    caFile: `${folder}/ca.crt`,
    certFile: `${folder}/healthcheck-client.crt`,
    keyFile: `${folder}/healthcheck-client.key`,
  });
  try {
    const { memberId, leader } = await etcd.status(local);
    return { members: await etcd.members(), here: memberId, leader };
  } catch (error) {
    return { members: [], here: '', leader: '', problem: error instanceof Error ? error.message : String(error) };
  } finally {
    etcd.close();
  }
}
