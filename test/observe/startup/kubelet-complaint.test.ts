import { expect, test } from 'vitest';
import { complaintOf } from '../../../src/observe/startup/kubelet-complaint.ts';

const head = (file: string) => `E1121 07:29:31.993252     218 ${file}]`;
const syncing = (err: string, pod = 'kube-system/kube-scheduler-cp1') =>
  `${head('pod_workers.go:1338')} "Error syncing pod, skipping" err="${err}" pod="${pod}" podUID="690012ce"`;

// Lines of the kubelet 1.36.3.
test.each([
  [
    'a pull',
    syncing(
      String.raw`failed to \"StartContainer\" for \"kube-scheduler\" with ErrImagePull: \"failed to pull and unpack image \\\"registry.k8s.io/x:1\\\": not found\"`,
    ),
    'image',
    'kube-scheduler',
    'ErrImagePull: failed to pull and unpack image "registry.k8s.io/x:1": not found',
  ],
  [
    'a sandbox',
    syncing(
      String.raw`failed to \"CreatePodSandbox\" for \"etcd-cp1_kube-system(0a70)\" with CreatePodSandboxError: \"Failed to create sandbox for pod \\\"etcd-cp1_kube-system(0a70)\\\": rpc error: x\"`,
      'kube-system/etcd-cp1',
    ),
    'sandbox',
    'etcd',
    'CreatePodSandboxError: Failed to create sandbox for pod "etcd-cp1_kube-system(0a70)": rpc error: x',
  ],
  [
    'a manifest',
    `${head('file.go:186')} "Could not process manifest file" err="/etc/kubernetes/manifests/kube-scheduler.yaml: couldn't parse as pod(x)" path="/etc/kubernetes/manifests/kube-scheduler.yaml"`,
    'manifest',
    'kube-scheduler',
    "/etc/kubernetes/manifests/kube-scheduler.yaml: couldn't parse as pod(x)",
  ],
  [
    'a volume',
    `${head('nestedpendingoperations.go:348')} Operation for "{volumeName:x}" failed. No retries permitted until 07:43:09 (durationBeforeRetry 500ms). Error: MountVolume.SetUp failed for volume "odd" (UniqueName: "x") pod "kube-controller-manager-cp1" (UID: "e6") : hostPath type check failed: /root/some-file is not a directory`,
    'volume',
    'kube-controller-manager',
    'MountVolume.SetUp failed for volume "odd" (UniqueName: "x") pod "kube-controller-manager-cp1" (UID: "e6") : hostPath type check failed: /root/some-file is not a directory',
  ],
  [
    'the port of its health',
    `${head('server.go:945')} "Failed to start healthz server" err="listen tcp 127.0.0.1:10248: bind: address already in use"`,
    'health-port',
    undefined,
    'listen tcp 127.0.0.1:10248: bind: address already in use',
  ],
])('%s', (_, text, kind, component, told) => {
  expect(complaintOf({ at: 5, text })).toEqual({ kind, component, text: told, at: 5 });
});

test.each([
  [
    'waiting after a failure',
    syncing(String.raw`failed to \"StartContainer\" for \"etcd\" with CrashLoopBackOff: \"back-off 10s\"`),
  ],
  [
    'waiting after a pull',
    syncing(String.raw`failed to \"StartContainer\" for \"etcd\" with ImagePullBackOff: \"Back-off\"`),
  ],
  [
    'other complaints',
    `${head('kubelet.go:3501')} "Failed creating a mirror pod" err="pods is forbidden" pod="kube-system/etcd-cp1"`,
  ],
  ['information', 'I1121 07:29:31.694181     218 x.go:1] "Error syncing pod, skipping"'],
])('%s is none', (_, text) => {
  expect(complaintOf({ at: 5, text })).toBeUndefined();
});

test('pods of others are nobody of ours', () => {
  const text = syncing(
    String.raw`failed to \"StartContainer\" for \"web\" with ErrImagePull: \"x\"`,
    'default/etcd-web',
  );
  expect(complaintOf({ at: 5, text })?.component).toBeUndefined();
});
