import { bootstrapRbac } from '../../manifests/bootstrap-rbac.ts';
import type { Phase } from '../../plan/phase.ts';
import type { UpgradeSpec } from '../../spec/upgrade-spec.ts';
import { applyObjects } from '../apply-objects.ts';
import { upgradeVia } from './via.ts';

const phase = 'bootstrap-token';

/** Brings the rights that nodes need to join, and API servers to reach kubelets, to those of the new version. No token is made. */
export const bootstrapToken: Phase<UpgradeSpec> = {
  name: phase,
  short: 'Bring the rights of joining nodes up to date',
  flags: ['config', 'dry-run', 'kubeconfig'],
  reads: ['cluster'],
  steps: [
    ({ spec }) => ({
      effects: applyObjects(
        phase,
        'let nodes ask for certificates and have them approved',
        bootstrapRbac(spec),
        upgradeVia(spec),
      ),
    }),
  ],
};
