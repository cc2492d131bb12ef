/** Names as Kubernetes allows them (RFC 1123). */

const subdomain = /^[a-z\d](?:[-a-z\d]*[a-z\d])?(?:\.[a-z\d](?:[-a-z\d]*[a-z\d])?)*$/;

/** `node-1.example.org`: lower case, digits, `-` and `.`, at most 253 characters. */
export function isDnsSubdomain(name: string): boolean {
  return name.length <= 253 && subdomain.test(name);
}

/** `*.` and a name. */
export function isWildcardDnsName(name: string): boolean {
  return name.length <= 253 && name.startsWith('*.') && subdomain.test(name.slice(2));
}

/** One part of a name, at most 63 characters. */
export function isDnsLabel(name: string): boolean {
  return name.length <= 63 && /^[a-z\d](?:[-a-z\d]*[a-z\d])?$/.test(name);
}

/** A label or taint key: a name of at most 63 characters, perhaps with `prefix/` in front. */
export function isQualifiedName(key: string): boolean {
  const parts = key.split('/');
  const name = parts.pop()!;
  const prefixFits = parts.length === 0 || (parts.length === 1 && isDnsSubdomain(parts[0]!));
  return prefixFits && name.length <= 63 && /^[A-Za-z\d](?:[-\w.]*[A-Za-z\d])?$/.test(name);
}
