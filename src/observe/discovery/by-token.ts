import type { Host } from '../../host/host.ts';
import { isPinned } from '../../pki/ca-hash.ts';
import { isSignedBy, tokenParts } from '../../pki/detached-signature.ts';
import { anonymousKubeconfig } from '../../pki/kubeconfig.ts';
import { readCertificateFile } from '../../pki/read.ts';
import { Secret } from '../../plan/secret.ts';
import type { Discovery } from '../../spec/join-types.ts';
import { openLine } from './ask.ts';
import { type Asking, askAgain } from './ask-again.ts';
import { askClusterInfo, type ClusterInfo, clusterIn } from './cluster-info.ts';
import { DiscoveryError } from './discovery-error.ts';

/** A cluster that has proved to be the right one. */
export interface VerifiedCluster {
  readonly server: string;
  readonly authority: string;
}

/**
 * Discovery by bootstrap token, as kubeadm does it (1.36.3): cluster-info is fetched without knowing whom to trust; the
 * token proves that somebody who knows it wrote it, the pin of the CA that it is the right somebody; then it is fetched
 * again over a connection that this CA vouches for, and must be the same.
 * @throws DiscoveryError
 */
export async function discoverByToken(
  wanted: NonNullable<Discovery['bootstrapToken']>,
  asking: Asking,
  host: Host,
): Promise<VerifiedCluster> {
  const at = wanted.apiServerEndpoint;
  const url = `https://${at}`;
  const deadline = host.clock.monotonic() + asking.timeoutMs;
  const unverified = await openLine('of the cluster, unverified', anonymous(url), url, host);
  const first = await askAgain(asking, async (timeoutMs) => {
    const info = await askClusterInfo(unverified, timeoutMs);
    judgeSignature(info, wanted.token?.reveal() ?? '', at);
    return info;
  });
  const cluster = clusterIn(first, at);
  if (wanted.unsafeSkipCAVerification && wanted.caCertHashes.length === 0) return cluster;
  judgePins(cluster.authority, wanted.caCertHashes, at);

  const verified = await openLine('of the cluster, verified', anonymous(url, cluster.authority), url, host);
  const rest = { ...asking, timeoutMs: deadline - host.clock.monotonic() };
  const second = await askAgain(rest, (timeoutMs) => askClusterInfo(verified, timeoutMs));
  if (second.kubeconfig !== first.kubeconfig) {
    throw new DiscoveryError({
      obstacle: 'cluster-info-changed',
      message: `${at} tells something else of itself over the verified connection than before`,
      hint: 'somebody may sit in between, or cluster-info was just changed; if it was you, give the same command again',
      passing: false,
    });
  }
  return cluster;
}

function anonymous(url: string, authority?: string): Secret {
  return new Secret(anonymousKubeconfig(url, authority), 'kubeconfig without credentials');
}

function judgeSignature(info: ClusterInfo, token: string, at: string): void {
  const parts = tokenParts(token);
  const signature = info.signatures.get(parts.id);
  if (signature === undefined && info.signatures.size === 0) {
    throw new DiscoveryError({
      obstacle: 'unsigned',
      message: `kube-public/cluster-info at ${at} is not signed for any token`,
      hint: 'all tokens have expired, or the controller manager, which signs, is not up: token create --print-join-command on a control plane; crictl ps --name kube-controller-manager',
      passing: true,
    });
  }
  if (signature === undefined) {
    throw new DiscoveryError({
      obstacle: 'unknown-token',
      message: `the cluster at ${at} does not know the token ${parts.id}, or it has expired`,
      hint: 'on a control plane: token list, and token create --print-join-command for a new one',
      passing: true,
    });
  }
  if (isSignedBy(signature, info.kubeconfig, parts)) return;
  throw new DiscoveryError({
    obstacle: 'bad-signature',
    message: `what ${at} tells of itself is not signed with the token ${parts.id}`,
    hint: 'the part of the token behind the dot is wrong, or this is another cluster; see token list on a control plane',
    passing: false,
  });
}

function judgePins(authority: string, pins: readonly string[], at: string): void {
  const file = readCertificateFile(authority);
  if (file.value === undefined) {
    throw new DiscoveryError({
      obstacle: 'cluster-info-invalid',
      message: `the CA in kube-public/cluster-info at ${at} cannot be read: ${file.problem}`,
      hint: 'make it anew on a control plane: init phase bootstrap-token',
      passing: false,
    });
  }
  if (isPinned([file.value.certificate, ...file.value.others], pins)) return;
  throw new DiscoveryError({
    obstacle: 'wrong-pin',
    message: `the CA of the cluster at ${at} ${pins.length > 1 ? `has none of the ${pins.length} hashes that were given` : 'does not have the hash that was given'}`,
    hint: 'this may be another cluster, or an impostor; take the hash from token create --print-join-command on a control plane',
    passing: false,
  });
}
