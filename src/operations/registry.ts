import { accountsAdd } from './accounts-add.ts';
import { accountsRemove } from './accounts-remove.ts';
import { bootCopyEnd } from './boot-copy-end.ts';
import { bootstrapTokenCreate } from './bootstrap-token-create.ts';
import { clusterAdminsEnsure } from './cluster-admins-ensure.ts';
import { directoryMake } from './directory-make.ts';
import { etcdCheck } from './etcd-check.ts';
import { etcdDataKeep } from './etcd-data-keep.ts';
import { etcdMemberAdd } from './etcd-member-add.ts';
import { etcdMemberPromote } from './etcd-member-promote.ts';
import { etcdMemberRemove } from './etcd-member-remove.ts';
import { healthJob } from './health-job.ts';
import { imagePull } from './image-pull.ts';
import { kubeletHurry } from './kubelet-hurry.ts';
import { kubeletRestart } from './kubelet-restart.ts';
import { kubeletStart } from './kubelet-start.ts';
import { kubeletStop } from './kubelet-stop.ts';
import { manifestKeep } from './manifest-keep.ts';
import { nodeMark } from './node-mark.ts';
import { nodeRegistered } from './node-registered.ts';
import { oldCorefileHold } from './old-corefile-hold.ts';
import type { Operation } from './operation.ts';
import { ownerSet } from './owner-set.ts';
import { podSandboxesRemove } from './pod-sandboxes-remove.ts';
import { staticPodStop } from './static-pod-stop.ts';
import { treeOwnerSet } from './tree-owner-set.ts';
import { unmount } from './unmount.ts';
import { uploadCertificates } from './upload-certificates.ts';

/** Every operation a CallEffect may name. */
export const operations: readonly Operation[] = [
  kubeletStop,
  kubeletStart,
  kubeletRestart,
  kubeletHurry,
  healthJob,
  imagePull,
  directoryMake,
  accountsAdd,
  accountsRemove,
  ownerSet,
  treeOwnerSet,
  clusterAdminsEnsure,
  oldCorefileHold,
  bootCopyEnd,
  manifestKeep,
  nodeMark,
  nodeRegistered,
  uploadCertificates,
  bootstrapTokenCreate,
  etcdCheck,
  etcdDataKeep,
  etcdMemberAdd,
  etcdMemberPromote,
  etcdMemberRemove,
  podSandboxesRemove,
  staticPodStop,
  unmount,
];

/** The operation of a name; a name nobody has is our own bug and said so. */
export function operationNamed(name: string): Operation {
  const found = operations.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`there is no operation named ${name}`);
  return found;
}
