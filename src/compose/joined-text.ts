import type { JoinSpec } from '../spec/join-spec.ts';

/** The closing words of `join`; programs look for the first line. */
export function joinedText(spec: JoinSpec): string {
  return spec.controlPlane ? controlPlaneText(spec) : workerText;
}

const workerText = `
This node has joined the cluster:
* The cluster has signed a certificate for the kubelet of this node.
* The kubelet talks to the cluster with it.

On a control plane 'kubectl get nodes' shows this node.
`;

function controlPlaneText({ cluster }: JoinSpec): string {
  const etcd = cluster.etcd.local === undefined ? '' : '* A new member of etcd runs here and has its vote.\n';
  return `
This node has joined the cluster and a new control plane instance was created:
* The cluster has signed a certificate for the kubelet of this node.
* The kubelet talks to the cluster with it.
* Labels and taints of a control plane are on the node.
* API server, controller manager and scheduler run here.
${etcd}
To administer the cluster from here, as an ordinary user:

  mkdir -p $HOME/.kube
  sudo cp -i /etc/kubernetes/admin.conf $HOME/.kube/config
  sudo chown $(id -u):$(id -g) $HOME/.kube/config

'kubectl get nodes' shows this node.
`;
}
