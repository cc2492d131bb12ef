import type { ResetConfiguration } from './reset-types.ts';
import type { RunOptions } from './types.ts';

/** What the phases of `reset` know. Until the cluster has been asked, `etcd` is `unknown`. */
export interface ResetSpec extends ResetConfiguration {
  readonly options: RunOptions;
  /** certificatesDir stands in the file or on the command line; then the cluster is not asked for it. */
  readonly certificatesDirGiven: boolean;
  /** What the cluster's configuration says of its etcd. */
  readonly etcd: 'local' | 'external' | 'unknown';
  /** The cluster's configuration says that its control plane runs without root: its users and groups are to go. */
  readonly rootless: boolean;
  /** The phase remove-etcd-member is part of this run, so that the data of etcd are to go. */
  readonly emptiesEtcd: boolean;
}
