/** On the static Pod of the API server: `address:port` where this one listens. Joining nodes and upgrades read it. */
export const advertiseAddressAnnotation = 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint';

/** On a Node: the socket of its container runtime, where the node keeps no file with it (kubeadm until 1.33, with a gate until 1.35). */
export const criSocketAnnotation = 'kubeadm.alpha.kubernetes.io/cri-socket';
