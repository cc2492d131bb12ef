import type { ApiError } from '../../host/kube-api.ts';
import { proxyFor } from '../../host/proxy.ts';
import { DiscoveryError, type DiscoveryObstacle } from './discovery-error.ts';

/** A server and what may stand between it and us. */
export interface Server {
  /** `https://10.0.0.1:6443`. */
  readonly url: string;
  readonly env: { readonly [name: string]: string | undefined };
}

interface Reason {
  readonly obstacle: DiscoveryObstacle;
  readonly what: (at: string) => string;
  readonly hint: string;
}

const clocks = 'set the clocks of both machines (timedatectl); a proxy that opens TLS also shows itself like this';
const trust =
  'the address leads to another cluster, to a load balancer or proxy that ends TLS itself, or the CA was replaced: compare with /etc/kubernetes/pki/ca.crt on a control plane';
const untrusted: Reason = {
  obstacle: 'untrusted-certificate',
  what: (at) => `${at} shows a certificate that the CA of the cluster has not signed`,
  hint: trust,
};
const plain: Reason = {
  obstacle: 'not-tls',
  what: (at) => `what answers at ${at} does not speak TLS`,
  hint: 'is this the port of the API server (usually 6443)?',
};
const silent: Reason = {
  obstacle: 'silent',
  what: (at) => `${at} does not answer`,
  hint: 'a firewall or security group may drop the packets: open TCP to this port from this machine',
};
const unreachable: Reason = {
  obstacle: 'unreachable',
  what: (at) => `there is no way from this machine to ${at}`,
  hint: 'see the routes of this machine (ip route get <address>)',
};
const noAddress: Reason = {
  obstacle: 'no-address',
  what: (at) => `the name in ${at} has no address`,
  hint: 'see /etc/resolv.conf and /etc/hosts on this machine, or give an IP address',
};

/** By errno or OpenSSL's name for it. */
const reasons: { readonly [code: string]: Reason } = {
  ECONNREFUSED: {
    obstacle: 'refused',
    what: (at) => `nobody listens at ${at}`,
    hint: 'is the API server up, and are address and port right? On a control plane: crictl ps --name kube-apiserver',
  },
  ECONNRESET: {
    obstacle: 'silent',
    what: (at) => `${at} ends the connection before it answers`,
    hint: 'a load balancer without a healthy server behind it does so; is an API server up?',
  },
  ETIMEDOUT: silent,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  ENOTFOUND: noAddress,
  EAI_AGAIN: noAddress,
  EPROTO: plain,
  ERR_SSL_WRONG_VERSION_NUMBER: plain,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: plain,
  HPE_INVALID_CONSTANT: {
    obstacle: 'not-kubernetes',
    what: (at) => `what answers at ${at} does not speak HTTP`,
    hint: 'is this the port of the API server (usually 6443), not that of etcd or the kubelet?',
  },
  CERT_NOT_YET_VALID: {
    obstacle: 'not-yet-valid',
    what: (at) => `the certificate of ${at} is not valid yet by the clock of this machine`,
    hint: clocks,
  },
  CERT_HAS_EXPIRED: {
    obstacle: 'expired-certificate',
    what: (at) => `the certificate of ${at} has expired by the clock of this machine`,
    hint: `if the clock is right, renew it on the control plane (certs renew apiserver); else ${clocks}`,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    obstacle: 'other-name',
    what: (at) => `the certificate of ${at} is for other names and addresses`,
    hint: 'join by a name that it has, or add this one to apiServer.certSANs and make the certificate anew',
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  INVALID_CA: untrusted,
};

/** Why there was no answer, in words of its own for each cause. */
export function noAnswer(error: ApiError, { url, env }: Server): DiscoveryError {
  const at = new URL(url).host;
  const proxy = proxyOf(url, env);
  const passing = true;
  if (error.reason === 'EPROXY' || (proxy !== undefined && /\bproxy\b/.test(error.message))) {
    return new DiscoveryError({
      obstacle: 'proxy',
      message: `the proxy of this machine's environment does not let us through to ${at}`,
      hint: `the variables HTTPS_PROXY and NO_PROXY decide; API servers are usually reached without a proxy: NO_PROXY=${new URL(url).hostname}`,
      passing,
      cause: error,
    });
  }
  const { obstacle, what, hint } = reasons[error.reason] ?? {
    obstacle: 'unreachable' as const,
    what: () => `${at} cannot be asked`,
    hint: 'see what follows "because"',
  };
  const viaProxy = proxy === undefined ? '' : `; the request goes through the proxy ${proxy.host} (HTTPS_PROXY)`;
  return new DiscoveryError({ obstacle, message: what(at), hint: hint + viaProxy, passing, cause: error });
}

function proxyOf(url: string, env: Server['env']): URL | undefined {
  try {
    return proxyFor(url, env);
  } catch {
    return undefined;
  }
}
