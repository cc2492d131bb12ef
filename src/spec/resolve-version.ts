import semver from 'semver';

/** Which of the two public places a label is looked up in. */
export type VersionSource = 'release' | 'ci';

/** What a text for a Kubernetes version is: an exact version, or a label that the network must explain. */
export type VersionText =
  | { readonly kind: 'version'; readonly source: VersionSource; readonly version: string }
  | { readonly kind: 'label'; readonly source: VersionSource; readonly label: string; readonly url: string };

const folders: { readonly [source in VersionSource]: string } = {
  release: 'https://dl.k8s.io/release',
  ci: 'https://storage.googleapis.com/k8s-release-dev/ci',
};

const exact = /^v?(?:0|[1-9]\d*)\.\d+\.\d+[-\w.+]*$/;
/** `stable`, `latest-1`, `stable-1.37`. */
const label = /^(?:latest|stable)(?:-[1-9](?:\.[1-9]\d?)?)?$/;

/**
 * Reads a Kubernetes version as kubeadm takes it (kubeadm-cli-config.md, 3.12): empty means `stable-1`, and `release/` or
 * `ci/` may stand in front.
 * @returns undefined when the text is neither a version nor a label
 */
export function parseVersionText(text: string): VersionText | undefined {
  const groups = /^(?:(?<source>release|ci)\/)?(?<rest>[-\w.+]*)$/.exec(text === '' ? 'stable-1' : text)?.groups;
  if (groups === undefined) return undefined;
  const source = (groups['source'] ?? 'release') as VersionSource;
  const rest = groups['rest']!;
  if (exact.test(rest)) {
    const version = `v${rest.replace(/^v/, '')}`;
    return semver.valid(version) === null ? undefined : { kind: 'version', source, version };
  }
  if (!label.test(rest)) return undefined;
  return { kind: 'label', source, label: rest, url: `${folders[source]}/${rest}.txt` };
}

/**
 * The release that stands for a client's own version where a label cannot be looked up: a release is taken as it is, a
 * pre-release of a patch is one patch back, a pre-release of a new minor is cut to the name and number of its kind
 * (`v1.38.0-alpha.1.22+abc` gives `v1.38.0-alpha.1`).
 */
export function clientRelease(version: string): string {
  const parsed = semver.parse(version);
  if (parsed === null) return version;
  const base = `v${parsed.major}.${parsed.minor}`;
  if (parsed.prerelease.length === 0) return version;
  if (parsed.patch > 0) return `${base}.${parsed.patch - 1}`;
  const [name, number = 0] = parsed.prerelease;
  return `${base}.0-${name}.${number}`;
}

/**
 * The label to look up instead when a label led to a release of a newer minor than the client's.
 * @returns undefined when the release is not newer
 */
export function labelForClient(remote: string, client: string): string | undefined {
  const [there, here] = [semver.parse(remote), semver.parse(client)];
  if (there === null || here === null) return undefined;
  const newer = there.major > here.major || (there.major === here.major && there.minor > here.minor);
  return newer ? `stable-${here.major}.${here.minor}` : undefined;
}
