import type { Difference } from '../lab/difference.ts';

/** A way in which tsadm may differ from kubeadm on disk or in what it takes, and why that is right. */
interface Allowed {
  /** Where it may show, in cases that say so; none: in which configurations are taken. */
  readonly path?: RegExp;
  readonly cause: string;
}

const causes = {
  'mode of a file that was there': {
    path: / › mode$/,
    cause:
      'kubeadm writes into a file that is there and leaves its mode; tsadm puts a whole new file in its place, with the mode that a new one has, so that a run that was cut off never leaves half a file',
  },
  'node name in capitals': {
    path: /kubelet\.conf|kubeadm-flags\.env/,
    cause:
      'kubeadm takes --node-name as it is, though it lowers the one of the file; the kubelet lowers it too, so its certificate would be for another node',
  },
  'cannot work': {
    cause:
      'what kubeadm takes although the cluster cannot come up with it is refused (issue 4, "what it forgets"): services of another family than the API server, static Pods that refer to ConfigMaps or Secrets, certificates that are expired from the start',
  },
  'settled gate': {
    cause: 'a feature gate that has become permanent is forgiven when it is set to what it became: it changes nothing',
  },
  'v1beta3 is read': {
    cause:
      'kubeadm 1.37 has lost the reader of v1beta3; tsadm has one and reads what people have, with a warning, for every target',
  },
} satisfies { readonly [name: string]: Allowed };

export type CauseName = keyof typeof causes;

/** Together with those of the lab (test/lab/allowed-differences.ts) at most 15. */
export const allowedDifferences: { readonly [name in CauseName]: Allowed } = causes;

/** What is left of the differences when those allowed to a case are taken away. */
export function unexpected(found: readonly Difference[], allowed: readonly CauseName[]): readonly Difference[] {
  return found.filter(({ path }) => !allowed.some((name) => allowedDifferences[name].path?.test(path)));
}
