import { ConfigError } from '../errors.ts';

/** Which of the two public places a label is looked up in. */
export type VersionSource = 'release' | 'ci';

/** What a text for a Kubernetes version is: an exact version, or a label that the network must explain. */
export type VersionText =
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'label'; readonly source: VersionSource; readonly label: string };

const exact = /^v?((?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)[-\w.+]*)$/;
/** `stable`, `latest-1`, `stable-1.37`. */
const label = /^(?:latest|stable)(?:-[1-9](?:\.[1-9]\d?)?)?$/;

/**
 * Reads a Kubernetes version as kubeadm takes it (kubeadm-cli-config.md, 3.12): empty means `stable-1`, and `release/` or
 * `ci/` may stand in front.
 */
export function parseVersionLabel(text: string): VersionText {
  const [, prefix, rest = ''] = /^(?:(release|ci)\/)?(.*)$/.exec(text.trim() || 'stable-1') ?? [];
  const version = exact.exec(rest)?.[1];
  if (version !== undefined) return { kind: 'version', version: `v${version}` };
  if (label.test(rest)) return { kind: 'label', source: prefix === 'ci' ? 'ci' : 'release', label: rest };
  throw new ConfigError('the Kubernetes version cannot be understood', [
    {
      path: 'kubernetesVersion',
      message: 'is neither a version nor a label',
      found: text,
      hint: 'write a version such as v1.36.3, or a label such as stable-1 or stable-1.36',
    },
  ]);
}
