import type { VersionInvocation } from './invocation.ts';
import type { ProgramName } from './program-name.ts';

/** What `version` tells about. */
export interface VersionFacts {
  readonly program: ProgramName;
  /** Our own version, as in package.json. */
  readonly own: string;
  /** What `kubelet --version` said, if there is a kubelet. */
  readonly kubelet: string | undefined;
  readonly nodeVersion: string;
  /** As process.platform and process.arch. */
  readonly platform: string;
  readonly arch: string;
}

/** The text of `version`, in the shapes of kubeadm. */
export async function versionText(output: VersionInvocation['output'], facts: VersionFacts): Promise<string> {
  const { findMinorFacts, newestKnownVersion, servedMinors } = await import('../spec/versions.ts');
  // Called as kubeadm we stand in for the kubeadm that belongs to the installed kubelet; scripts compare the two.
  const kubelet = /v\d+\.\d+\.\d+[^\s]*/.exec(facts.kubelet ?? '')?.[0];
  const standsFor = kubelet !== undefined && findMinorFacts(kubelet) !== undefined ? kubelet : newestKnownVersion;
  const version = facts.program === 'kubeadm' ? standsFor : `v${facts.own}`;
  const info = clientVersion(version, facts);
  const document = {
    clientVersion: info,
    ...(facts.program === 'kubeadm' ? {} : { kubernetesMinors: { ...servedMinors, newestKnown: newestKnownVersion } }),
  };
  switch (output) {
    case 'short':
      return `${version}\n`;
    case 'json':
      return `${JSON.stringify(document, null, 2)}\n`;
    case 'yaml':
      return `${(await import('../spec/yaml-write.ts')).toYaml(document)}\n`;
    case '':
      if (facts.program === 'kubeadm') return `kubeadm version: &version.Info{${goFields(info)}}\n`;
      return `tsadm version: ${version}, for Kubernetes ${servedMinors.oldest} to ${servedMinors.newest}\n`;
  }
}

interface ClientVersion {
  readonly [field: string]: string;
}

/** The fields that kubeadm prints; what only a Go program has is filled with what comes nearest. */
function clientVersion(version: string, facts: VersionFacts): ClientVersion {
  const [major = '', minor = ''] = version.slice(1).split('.');
  return {
    major,
    minor,
    gitVersion: version,
    gitCommit: `tsadm-v${facts.own}`,
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: `node-${facts.nodeVersion}`,
    compiler: 'node',
    platform: `${facts.platform}/${facts.arch === 'x64' ? 'amd64' : facts.arch}`,
  };
}

/** As Go prints a struct with field names; the five that are always empty stand after the second. */
function goFields(info: ClientVersion): string {
  const empty = ['EmulationMajor', 'EmulationMinor', 'MinCompatibilityMajor', 'MinCompatibilityMinor'];
  const fields = Object.entries(info).map(([name, value]) => [name[0]!.toUpperCase() + name.slice(1), value] as const);
  fields.splice(2, 0, ...empty.map((name) => [name, ''] as const));
  return fields.map(([name, value]) => `${name}:${JSON.stringify(value)}`).join(', ');
}
