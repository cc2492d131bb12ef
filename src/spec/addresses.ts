import ipaddr from 'ipaddr.js';

/** True for an IPv6 address text. */
export function isIPv6(address: string): boolean {
  return ipaddr.IPv6.isValid(address);
}

/** True for an IPv4 (four parts) or IPv6 address text. */
export function isIP(address: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
}

/** An address as Go prints it: IPv6 compressed, IPv4 without leading zeros, IPv4 inside IPv6 (`::ffff:…`) as IPv4. */
export function canonicalIP(address: string): string {
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv6' ? (parsed as ipaddr.IPv6).toRFC5952String() : parsed.toString();
}

/** `host:port`, IPv6 in brackets. */
export function joinHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The parts of a comma-separated list of CIDRs, trimmed. */
export function splitCidrs(list: string): readonly string[] {
  return list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/**
 * The nth address of a CIDR, 0 being the network address.
 * @throws Error when the CIDR cannot be parsed or has no such address
 */
export function nthAddress(text: string, n: number): string {
  const cidr = text.replace(/^[^/]*/, withoutLeadingZeros);
  const [address, prefix] = ipaddr.parseCIDR(cidr);
  const bytes = (
    address.kind() === 'ipv6' ? ipaddr.IPv6.networkAddressFromCIDR(cidr) : ipaddr.IPv4.networkAddressFromCIDR(cidr)
  ).toByteArray();
  let value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) + BigInt(n);
  const hostBits = BigInt(bytes.length * 8 - prefix);
  if (BigInt(n) >= 1n << hostBits) throw new Error(`${cidr} has no address number ${n}`);
  const result: number[] = new Array(bytes.length).fill(0);
  for (let i = bytes.length - 1; i >= 0; i--) {
    result[i] = Number(value & 255n);
    value >>= 8n;
  }
  return canonicalIP(ipaddr.fromByteArray(result).toString());
}

/** The API server's service address: first of the first service CIDR. */
export function apiServiceAddress(serviceSubnet: string): string {
  return nthAddress(splitCidrs(serviceSubnet)[0]!, 1);
}

/** The cluster DNS address: tenth of the first service CIDR. */
export function dnsServiceAddress(serviceSubnet: string): string {
  return nthAddress(splitCidrs(serviceSubnet)[0]!, 10);
}

/**
 * An address as it is used: leading zeros of IPv4 dropped (kubeadm reads them as decimal), IPv6 compressed; 0.0.0.0
 * counts as not given, while `::` asks for an address of this machine of its family. What is no address is returned as
 * it is.
 */
export function normalAddress(text: string): string {
  const address = withoutLeadingZeros(text);
  if (!isIP(address)) return text;
  const canonical = canonicalIP(address);
  return canonical === '0.0.0.0' ? '' : canonical;
}

/** IPv4 text with its parts in plain decimal; anything else as it is. */
export function withoutLeadingZeros(text: string): string {
  return /^\d+(?:\.\d+){3}$/.test(text)
    ? text
        .split('.')
        .map((part) => part.replace(/^0+(?=\d)/, ''))
        .join('.')
    : text;
}
