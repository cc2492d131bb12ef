import { planRenewal, renewalLooks, renewalMints } from '../../pki/plan-renewal.ts';
import { isForeign, type Renewable, renewables } from '../../pki/renewables.ts';
import type { Phase } from '../../plan/phase.ts';
import type { InitSpec } from '../../spec/types.ts';

/** Renews one certificate. */
function renewal(renewable: Renewable): Phase<InitSpec> {
  const { name, longName } = renewable;
  return {
    name,
    short: `Renew the ${longName}`,
    runIf: (spec) => !isForeign(renewable, spec),
    looks: (spec) => renewalLooks(renewable, spec),
    mints: (context) => renewalMints(renewable, context),
    steps: [
      (context) => {
        const { artifact, refusals, notes } = planRenewal(renewable, context);
        return {
          effects:
            artifact === undefined
              ? []
              : [{ kind: 'write', id: `renew/${name}:write`, why: `renew the ${longName}`, artifact }],
          refusals,
          notes,
        };
      },
    ],
  };
}

/** Renews certificates, each by a phase of its own, in kubeadm's order. */
export const renew: Phase<InitSpec> = {
  name: 'renew',
  short: 'Renew certificates',
  children: renewables.map(renewal),
};
