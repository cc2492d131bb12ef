/** How lists of a document are merged, by name of the field: the member that tells items apart, or `self` for texts. */
export type MergeKeys = ReadonlyMap<string, string>;

/** Mark of a list whose items are texts. */
export const self = '';

/**
 * Lists of Pods and of what has Pods in it that merge item by item (the patchMergeKey tags of k8s.io/api); all others
 * are replaced as a whole. No two lists of these types that bear one name differ in it.
 */
export const podMergeKeys: MergeKeys = new Map([
  ['conditions', 'type'],
  ['containers', 'name'],
  ['env', 'name'],
  ['ephemeralContainers', 'name'],
  ['evictionResponders', 'name'],
  ['finalizers', self],
  ['hostAliases', 'ip'],
  ['imagePullSecrets', 'name'],
  ['initContainers', 'name'],
  ['ownerReferences', 'uid'],
  ['ports', 'containerPort'],
  ['resourceClaims', 'name'],
  ['schedulingGates', 'name'],
  ['topologySpreadConstraints', 'topologyKey'],
  ['volumeDevices', 'devicePath'],
  ['volumeMounts', 'mountPath'],
  ['volumes', 'name'],
]);

/** KubeletConfiguration: every list is replaced as a whole. */
export const kubeletMergeKeys: MergeKeys = new Map();
