import semver from 'semver';
import { ConfigError, type Issue } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { labelForClient, parseVersionText } from '../spec/resolve-version.ts';
import { findMinorFacts, type MinorFacts, newestKnownVersion, servedMinors } from '../spec/versions.ts';
import { readKubeletVersion } from './kubelet-version.ts';

const path = 'kubernetesVersion';
const timeoutMs = 10_000;

/** A version, and what is to be said about how it was found. */
export interface ResolvedVersion {
  readonly version: string;
  readonly warnings: readonly Issue[];
}

/**
 * The exact version that a text such as `1.36.3`, `stable-1` or `latest` stands for (kubeadm-cli-config.md, 3.12). A label
 * needs the network; where that gives nothing, the version of the installed kubelet is taken, since the node was made
 * for it, else the newest that this program knows. A label that names a minor is answered with that minor.
 */
export async function resolveKubernetesVersion(text: string, host: Host): Promise<ResolvedVersion> {
  const parsed = parseVersionText(text);
  if (parsed === undefined) throw notUnderstood(text);
  if (parsed.kind === 'version') return served({ version: parsed.version, warnings: [] }, text);
  const fetched = await fetchVersion(parsed.url, host);
  if ('error' in fetched) return withoutNetwork(parsed.label, fetched.error, host);
  const label = labelForClient(fetched.version, newestKnownVersion);
  if (label === undefined) return served({ version: fetched.version, warnings: [] }, text);
  // A newer release than this program can set up: the newest patch of the newest minor that it can.
  const again = parseVersionText(parsed.source === 'ci' ? `ci/${label}` : label);
  const ours = again?.kind === 'label' ? await fetchVersion(again.url, host) : { error: 'no such label' };
  const version = 'error' in ours ? newestKnownVersion : ours.version;
  return {
    version,
    warnings: [
      {
        path,
        message: `${parsed.label} is ${fetched.version} today, newer than this program serves; ${version} is taken`,
        found: text,
      },
    ],
  };
}

async function fetchVersion(
  url: string,
  host: Host,
): Promise<{ readonly version: string } | { readonly error: string }> {
  const answer = await host.net.httpGet(url, { timeoutMs });
  if ('error' in answer) return { error: `${url}: ${answer.error}` };
  if (answer.status !== 200) return { error: `${url}: status ${answer.status}` };
  const version = answer.body.trim();
  return semver.valid(version) === null || !version.startsWith('v')
    ? { error: `${url}: the answer is no version` }
    : { version };
}

async function withoutNetwork(label: string, error: string, host: Host): Promise<ResolvedVersion> {
  const kubelet = await readKubeletVersion(host);
  const named = minorOfLabel(label);
  const newest = named?.newestKnown ?? newestKnownVersion;
  const ofKubelet = kubelet.version === undefined ? undefined : findMinorFacts(kubelet.version);
  const fits = ofKubelet !== undefined && (named === undefined || ofKubelet.minor === named.minor);
  const fromKubelet = fits ? kubelet.version : undefined;
  const version = fromKubelet ?? newest;
  const reason = fromKubelet === undefined ? 'the newest known to this program' : 'that of the installed kubelet';
  return {
    version,
    warnings: [
      { path, message: `what ${label} stands for could not be fetched: ${error}`, found: label },
      {
        path,
        message: `version ${version} is taken, ${reason}`,
        hint: `name the version you want: --kubernetes-version=${version}`,
      },
    ],
  };
}

/** The minor that a label such as `stable-1.36` names, if this program serves it. */
function minorOfLabel(label: string): MinorFacts | undefined {
  const minor = /-(\d+\.\d+)$/.exec(label)?.[1];
  return minor === undefined ? undefined : findMinorFacts(`v${minor}.0`);
}

function notUnderstood(text: string): ConfigError {
  return new ConfigError('the Kubernetes version cannot be understood', [
    {
      path,
      message: 'is neither a version nor a label',
      found: text,
      hint: 'write a version such as v1.36.3, or a label such as stable-1 or stable-1.36',
    },
  ]);
}

function served(resolved: ResolvedVersion, text: string): ResolvedVersion {
  if (findMinorFacts(resolved.version) !== undefined) return resolved;
  throw new ConfigError(`Kubernetes ${resolved.version} is not served`, [
    {
      path,
      message: `is ${resolved.version}; this program sets up ${servedMinors.oldest} to ${servedMinors.newest}`,
      found: text,
      hint: `name a version between v${servedMinors.oldest}.0 and the newest of ${servedMinors.newest}`,
    },
  ]);
}
