/** Something that is done with a cluster, and what the cluster has before. */
export interface Experiment {
  readonly name: string;
  /** In place of, or beside, what is usual in the stored ClusterConfiguration. */
  readonly cluster?: { readonly [field: string]: unknown };
  /** Made before the commands are given; what an earlier experiment had of CoreDNS is taken away. */
  readonly objects: readonly LiveObject[];
  /** Command lines after the program's name, given one after the other whatever becomes of them. */
  readonly commands: readonly string[];
  /** Keys of the ConfigMap that kubeadm takes away and tsadm keeps, as it keeps what people changed in the Deployment that reads them. */
  readonly keeps?: readonly string[];
}

/** An object as the API server takes and gives it. */
export interface LiveObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: { readonly [name: string]: string } };
  readonly [field: string]: unknown;
}

/** What came of an experiment. */
export interface Outcome {
  readonly name: string;
  readonly ended: readonly { readonly code: number; readonly out: string; readonly err: string }[];
  /** Data of the ConfigMap coredns afterwards; undefined without it. */
  readonly data: { readonly [key: string]: string } | undefined;
  /** The stored ClusterConfiguration afterwards. */
  readonly stored: string;
  /** Deployments of kube-system afterwards, by name. */
  readonly deployments: readonly LiveObject[];
}
