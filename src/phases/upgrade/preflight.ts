import { healthJobObject } from '../../manifests/health-job.ts';
import type { Phase, PhaseContext, Plan } from '../../plan/phase.ts';
import { images } from '../../spec/images.ts';
import type { UpgradeSpec } from '../../spec/upgrade-spec.ts';
import { pullImages } from '../pull-images.ts';
import { upgradeVia } from './via.ts';

/** kubeadm waits as long (1.36.3). */
const jobTimeoutMs = 60_000;

function plan({ spec, facts }: PhaseContext<UpgradeSpec>): Plan {
  const { ignorePreflightErrors } = spec.nodeRegistration;
  const pulled = pullImages(spec);
  const name = `upgrade-health-check-${facts.startedAt}`;
  const tolerate = ignorePreflightErrors.some((entry) => entry === 'all' || entry === 'createjob');
  return {
    ...pulled,
    effects: [
      {
        kind: 'call',
        id: 'preflight:job',
        why: 'see that the cluster runs a Job to its end',
        operation: 'health-job',
        check: 'CreateJob',
        group: 'preflight',
        input: {
          via: { ...upgradeVia(spec) },
          job: healthJobObject(name, images(spec.cluster).pause),
          timeoutMs: jobTimeoutMs,
          tolerate,
        },
      },
      ...pulled.effects.map((effect) => ({ ...effect, group: 'preflight' })),
    ],
  };
}

/** Looks whether the cluster can be upgraded, then pulls the images, before anything is touched. */
export const preflight: Phase<UpgradeSpec> = {
  name: 'preflight',
  short: 'Check the cluster and this node, and pull the images of the new version',
  long: 'Reads the configuration of the cluster and judges the version that was asked for, runs every check that "upgrade apply" runs before it touches anything, shows all findings, lets the cluster run a Job, and pulls the images.',
  flags: [
    'allow-experimental-upgrades',
    'allow-release-candidate-upgrades',
    'config',
    'dry-run',
    'force',
    'ignore-preflight-errors',
    'kubeconfig',
    'yes',
  ],
  reads: ['cluster'],
  firstChecks: 'upgrade-first',
  checks: 'upgrade-apply',
  steps: [plan],
};

/** Looks whether this node can be upgraded; on a control plane the images are pulled. */
export const nodePreflight: Phase<UpgradeSpec> = {
  name: 'preflight',
  short: 'Check this node, and pull the images of the new version on a control plane',
  flags: ['config', 'ignore-preflight-errors'],
  reads: ['cluster'],
  firstChecks: 'upgrade-first',
  checks: 'upgrade-node',
  steps: [({ spec }) => (spec.controlPlane ? pullImages(spec) : { effects: [] })],
};
