import { describe, expect, it } from 'vitest';
import { healthJobObject } from '../../src/manifests/health-job.ts';
import { type HealthJobInput, healthJob } from '../../src/operations/health-job.ts';
import type { KubeObject } from '../../src/plan/json.ts';
import type { MemoryHost } from '../fakes/memory-host.ts';
import { operationContext } from './operation-context.ts';

const name = 'upgrade-health-check-1';
const input: HealthJobInput = {
  via: { kubeconfig: '/admin.conf' },
  job: healthJobObject(name, 'registry.k8s.io/pause:3.10.2'),
  timeoutMs: 5_000,
  tolerate: false,
};

function node(spec: { readonly unschedulable?: boolean } = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: 'cp1' }, spec };
}

/** A cluster whose Jobs end like this; undefined: they never do. */
function cluster(condition?: 'Complete' | 'Failed') {
  const context = operationContext();
  const { kube } = context.host;
  kube.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
  kube.put(node());
  kube.onRequest = ({ verb, kind }) => {
    if (verb !== 'get' || kind !== 'Job' || condition === undefined) return;
    const job = jobOf(context.host);
    if (job !== undefined) kube.put({ ...job, status: { conditions: [{ type: condition, status: 'True' }] } });
  };
  return context;
}

function jobOf(host: MemoryHost): KubeObject | undefined {
  return host.kube.all().find(({ kind }) => kind === 'Job');
}

describe('a Job that shows whether the cluster works', () => {
  it('is made, and its end is waited for', async () => {
    const context = cluster('Complete');
    await healthJob.act(input, context);
    expect(jobOf(context.host)?.metadata.name).toBe(name);
    // An earlier try of the run may have made it.
    await healthJob.act(input, context);
  });

  it('fails as the check CreateJob when it fails', async () => {
    await expect(healthJob.act(input, cluster('Failed'))).rejects.toMatchObject({
      kind: 'preflight',
      findings: [{ name: 'CreateJob', severity: 'error', hint: expect.stringContaining(`describe job ${name}`) }],
    });
  });

  it('says why its Pod waits when it does not end', async () => {
    const context = cluster();
    context.host.kube.put({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `${name}-x`, namespace: 'kube-system', labels: { 'job-name': name } },
      status: {
        phase: 'Pending',
        containerStatuses: [{ state: { waiting: { reason: 'ImagePullBackOff', message: 'no such image' } } }],
      },
    });
    await expect(healthJob.act(input, context)).rejects.toMatchObject({
      findings: [{ message: expect.stringMatching(/is Pending \(no such image\)/) }],
    });
  });

  it('is only told about when the check is ignored', async () => {
    const context = cluster('Failed');
    await healthJob.act({ ...input, tolerate: true } as HealthJobInput, context);
    expect(context.said).toEqual([expect.stringContaining('that is ignored')]);
  });

  it('is left out when no node takes Pods', async () => {
    const context = cluster('Failed');
    context.host.kube.put(node({ unschedulable: true }));
    await healthJob.act(input, context);
    expect(jobOf(context.host)).toBeUndefined();
  });
});
