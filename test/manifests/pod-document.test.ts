import { expect, test } from 'vitest';
import { podDocument } from '../../src/manifests/pod-document.ts';

test('new containers get their resources, known ones keep theirs', () => {
  const containers = [{ name: 'old', resources: { requests: { cpu: '1' } } }, { name: 'new' }];
  expect(podDocument({ spec: { containers, initContainers: [{ name: 'first' }] } })).toEqual({
    spec: {
      containers: [
        { name: 'old', resources: { requests: { cpu: '1' } } },
        { name: 'new', resources: {} },
      ],
      initContainers: [{ name: 'first', resources: {} }],
    },
  });
});

test('empty values disappear where Go leaves them out, and nowhere else', () => {
  const pod = {
    metadata: { labels: {}, annotations: { a: '' } },
    spec: {
      hostNetwork: false,
      hostUsers: false,
      priority: 0,
      tolerations: [],
      volumes: [{ name: 'v', emptyDir: {} }],
      containers: [{ name: 'c', livenessProbe: { failureThreshold: 0, periodSeconds: 1 }, stdin: null }],
    },
    status: {},
  };
  expect(podDocument(pod)).toEqual({
    metadata: { annotations: { a: '' } },
    spec: {
      hostUsers: false,
      priority: 0,
      volumes: [{ name: 'v', emptyDir: {} }],
      containers: [{ name: 'c', livenessProbe: { periodSeconds: 1 }, resources: {} }],
    },
    status: {},
  });
});
