import type { JsonObject } from '../plan/json.ts';
import type { EtcdMemberInput } from './etcd-member.ts';
import type { OperationContext } from './operation.ts';

/**
 * Written when this machine's learner is in the membership list, removed when it votes. As long as it is there, what lies
 * in the data folder is a copy that nobody counts on, and may be wiped.
 */
const path = '/var/lib/tsadm/etcd-learner.json';

/** Says that the data folder belongs to a learner that we added. */
export async function recordLearner({ peerUrl, dataDir }: EtcdMemberInput, { host }: OperationContext): Promise<void> {
  const record: JsonObject = { schema: 1, peerUrl, dataDir };
  await host.files.write(path, `${JSON.stringify(record)}\n`, { mode: 0o600, directoryMode: 0o700 });
}

/** From now on the data are a voter's. */
export async function forgetLearner({ host }: OperationContext): Promise<void> {
  await host.files.remove(path);
}

/** Whether the data folder holds the data of a member. */
export async function hasData({ dataDir }: EtcdMemberInput, { host }: OperationContext): Promise<boolean> {
  return (await host.files.stat(`${dataDir}/member`)) !== undefined;
}

/** Whether the data folder is provably that of a learner which this machine added and which never voted. */
export async function isLearnersData(
  { peerUrl, dataDir }: EtcdMemberInput,
  { host }: OperationContext,
): Promise<boolean> {
  try {
    const record = JSON.parse((await host.files.read(path)) ?? '{}') as { peerUrl?: unknown; dataDir?: unknown };
    return record.peerUrl === peerUrl && record.dataDir === dataDir;
  } catch {
    return false;
  }
}

/** Wipes the data folder, and leaves the folder: it may be a mount point. */
export async function wipeData({ dataDir }: EtcdMemberInput, { host }: OperationContext): Promise<void> {
  for (const name of (await host.files.list(dataDir)) ?? []) await host.files.remove(`${dataDir}/${name}`);
}
