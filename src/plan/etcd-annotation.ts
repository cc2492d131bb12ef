/**
 * Annotation of a stacked etcd's static Pod (kubeadm's): the client URL under which other nodes reach this member. Joining,
 * upgrade and reset, ours and kubeadm's, read it from the mirror Pods.
 */
export const etcdClientUrlsAnnotation = 'kubeadm.kubernetes.io/etcd.advertise-client-urls';
