import { expect, test } from 'vitest';
import { asUser } from '../../src/manifests/run-as.ts';
import { schedulerPod } from '../../src/manifests/scheduler-pod.ts';
import type { JsonObject } from '../../src/plan/json.ts';
import { initSpec, nodeFacts } from './spec-builder.ts';

const pod = schedulerPod(initSpec(), nodeFacts());

test('the Pod gets numbers, its container no privileges, and all else stays', () => {
  const spec = asUser('kube-scheduler', pod, { uid: 103, gid: 108, groups: [] })['spec'] as JsonObject;
  const before = pod['spec'] as JsonObject;
  const [container] = before['containers'] as JsonObject[];
  expect(spec).toEqual({
    ...before,
    securityContext: { seccompProfile: { type: 'RuntimeDefault' }, runAsUser: 103, runAsGroup: 108 },
    containers: [
      { ...container, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
    ],
  });
});

test('the API server may listen below 1024, and belongs to a group more', () => {
  const spec = asUser('kube-apiserver', pod, { uid: 1, gid: 2, groups: [109] })['spec'] as JsonObject;
  expect(spec).toMatchObject({
    securityContext: { supplementalGroups: [109] },
    containers: [{ securityContext: { capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] } } }],
  });
});
