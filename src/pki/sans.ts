import ipaddr from 'ipaddr.js';
import { apiServiceAddress, canonicalIP, isIP, withoutLeadingZeros } from '../spec/addresses.ts';
import { splitEndpoint } from '../spec/endpoint.ts';
import type { PkiSpec } from './pki-spec.ts';

/** Subject alternative names of a certificate, ready to be signed: DNS names sorted, addresses in their order. */
export interface SubjectNames {
  readonly dns: readonly string[];
  /** Canonical texts. */
  readonly ips: readonly string[];
}

/** Names under which clients reach the API server. */
export function apiServerNames(spec: PkiSpec): SubjectNames {
  const { controlPlaneEndpoint, networking, apiServer } = spec.cluster;
  return subjectNames([
    spec.nodeRegistration.name,
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    `kubernetes.default.svc.${networking.dnsDomain}`,
    apiServiceAddress(networking.serviceSubnet),
    spec.localAPIEndpoint.advertiseAddress,
    ...(controlPlaneEndpoint === '' ? [] : [splitEndpoint(controlPlaneEndpoint).host]),
    ...apiServer.certSANs,
  ]);
}

/** Names under which clients reach the etcd member of this node. */
export function etcdServerNames(spec: PkiSpec): SubjectNames {
  return etcdNames(spec, spec.cluster.etcd.local?.serverCertSANs ?? []);
}

/** Names under which other members reach the etcd member of this node. */
export function etcdPeerNames(spec: PkiSpec): SubjectNames {
  return etcdNames(spec, spec.cluster.etcd.local?.peerCertSANs ?? []);
}

function etcdNames(spec: PkiSpec, extra: readonly string[]): SubjectNames {
  return subjectNames([
    spec.nodeRegistration.name,
    'localhost',
    spec.localAPIEndpoint.advertiseAddress,
    '127.0.0.1',
    '::1',
    ...extra,
  ]);
}

/**
 * Sorts texts into addresses and DNS names as kubeadm 1.36.3 signs them: DNS names lower-cased, without repeats, in
 * order of their bytes; addresses without repeats, in the order given. A text that is neither is left out: the rules
 * on certSANs, serverCertSANs and peerCertSANs have refused it before.
 */
export function subjectNames(texts: readonly string[]): SubjectNames {
  const dns = new Set<string>();
  const ips = new Set<string>();
  for (const text of texts) {
    const address = parseAddress(text);
    if (address !== undefined) ips.add(address);
    else if (dnsName.test(text.toLowerCase())) dns.add(text.toLowerCase());
  }
  return { dns: [...dns].sort(), ips: [...ips] };
}

/** An RFC 1123 subdomain, or one below a `*.` label. */
const dnsName = /^(?:\*\.)?[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/**
 * The canonical text of an address; undefined when it is none. Leading zeros of IPv4 are dropped and an IPv4 address
 * mapped into IPv6 becomes plain IPv4, both as in the certificates of kubeadm 1.36.3.
 */
function parseAddress(text: string): string | undefined {
  const address = withoutLeadingZeros(text);
  if (!isIP(address) || address.includes('%')) return undefined;
  return canonicalIP(ipaddr.process(address).toString());
}

/** The bytes of a canonical address text, as an iPAddress name holds them (RFC 5280, 4.2.1.6). */
export function addressBytes(address: string): Uint8Array {
  return Uint8Array.from(ipaddr.parse(address).toByteArray());
}

/** The canonical text of the 4 or 16 bytes of an iPAddress name; hex of anything else. */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length !== 4 && bytes.length !== 16) return Buffer.from(bytes).toString('hex');
  return canonicalIP(ipaddr.fromByteArray([...bytes]).toString());
}
