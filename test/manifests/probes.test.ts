import { expect, test } from 'vitest';
import { probes } from '../../src/manifests/probes.ts';
import { initSpec } from './spec-builder.ts';

test('the time to start is counted in failures of ten seconds; none are not written, as Go does it', () => {
  const endpoint = { host: '', port: 1, scheme: 'HTTPS', livenessPath: '/l', startupPath: '/s' } as const;
  const failures = (controlPlaneComponentHealthCheck: number) =>
    probes(endpoint, { ...initSpec().timeouts, controlPlaneComponentHealthCheck })['startupProbe'];
  expect(failures(240_000)).toMatchObject({ failureThreshold: 24 });
  expect(failures(1)).toMatchObject({ failureThreshold: 1 });
  expect(failures(0)).not.toHaveProperty('failureThreshold');
});
