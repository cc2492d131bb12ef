import type { CaseOf } from './case.ts';
import { addresses } from './cases/addresses.ts';
import { certificates } from './cases/certificates.ts';
import { controlPlane } from './cases/control-plane.ts';
import { documents } from './cases/documents.ts';
import { etcd } from './cases/etcd.ts';
import { flags } from './cases/flags.ts';
import { kubelet } from './cases/kubelet.ts';
import { patches } from './cases/patches.ts';
import { refusals } from './cases/refusals.ts';
import { rootless } from './cases/rootless.ts';

/** Every configuration that is compared, by name. */
export const cases: { readonly [name: string]: CaseOf } = {
  plain: () => ({ cluster: {} }),
  ...addresses,
  ...etcd,
  ...controlPlane,
  ...kubelet,
  ...patches,
  ...certificates,
  ...flags,
  ...documents,
  ...rootless,
  ...refusals,
};
