import { type MachineState, stateChanges } from './machine-state.ts';

/** What a reset leaves of what was not there before `init`, and why. kubeadm leaves the same. */
const LEFT: readonly { readonly lines: RegExp; readonly because: string }[] = [
  {
    lines: /^files \+ \/etc\/kubernetes(\/(manifests|pki|tmp))? d 7[05][05]$/,
    because: 'folders are emptied and stay, as with kubeadm: they may be mount points',
  },
  { lines: /^files \+ \/var\/lib\/(etcd|kubelet) d 7[05][05]$/, because: 'the same' },
  {
    lines: /^files \+ \/run\/tsadm( d 700|\/status\.json f 600)$/,
    because: 'how this reset went, for programs; gone with the next start of the machine',
  },
  { lines: /^files \+ \/root\/\.kube(\/.*)? [df] /, because: 'made by kubectl of the test' },
  { lines: /^files \+ \/var\/log\/(pods|containers)(\/.*)? [dfl] /, because: 'logs of Pods are for people' },
  { lines: /^files \+ \/usr\/libexec\/kubernetes(\/.*)? d 755$/, because: 'made by the kubelet for volume plugins' },
  { lines: /^files \+ \/usr\/lib\/modules d 755$/, because: 'made by the kubelet for the mount of kube-proxy' },
  { lines: /^files \+ \/run\/xtables\.lock f /, because: 'the lock of iptables, which kube-proxy used' },
  { lines: /^files \+ \/run\/systemd\/transient(\/kubepods.*)? [df] /, because: 'slices, empty; systemd keeps them' },
  { lines: /^files \+ \/run\/(containerd\/.*|netns) d /, because: 'folders of containerd, empty' },
  { lines: /^files \+ \/var\/lib\/cni(\/.*)? [df] /, because: 'the pod network’s own' },
  {
    lines: /^processes - kubelet$/,
    because: 'before init it is started again and again, and ends for want of a configuration; it may be seen then',
  },
  { lines: /^interfaces \+ cni0$/, because: 'the bridge of the pod network; kubeadm does not touch it either' },
  {
    lines: /^files [+-] \/(tmp|var\/tmp|var\/log\/journal|run\/systemd|run\/udev|run\/log)\//,
    because: 'of the system',
  },
];

/** What there is more, or less, than may be after a reset. */
export function unexpectedAfterReset(before: MachineState, after: MachineState): readonly string[] {
  return stateChanges(before, after).filter((line) => !LEFT.some(({ lines }) => lines.test(line)));
}
