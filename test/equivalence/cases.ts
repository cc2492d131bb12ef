import type { CaseOf } from './case.ts';
import { addresses } from './cases/addresses.ts';
import { controlPlane } from './cases/control-plane.ts';
import { etcd } from './cases/etcd.ts';
import { kubelet } from './cases/kubelet.ts';
import { patches } from './cases/patches.ts';

/** Every configuration that is compared, by name. */
export const cases: { readonly [name: string]: CaseOf } = {
  plain: () => ({ cluster: {} }),
  ...addresses,
  ...etcd,
  ...controlPlane,
  ...kubelet,
  ...patches,
};
