import { expect, test } from 'vitest';
import { programName } from '../../src/cli/program-name.ts';

test.each([
  ['/usr/bin/kubeadm', 'kubeadm'],
  ['kubeadm', 'kubeadm'],
  ['/opt/kubeadm.cjs', 'kubeadm'],
  ['/usr/bin/tsadm', 'tsadm'],
  ['/work/dist/tsadm.cjs', 'tsadm'],
  ['/work/kubeadm/src/main.ts', 'tsadm'],
  ['/usr/bin/not-kubeadm', 'tsadm'],
  [undefined, 'tsadm'],
])('%s is %s', (path, name) => {
  expect(programName(path)).toBe(name);
});
