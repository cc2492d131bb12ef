/** What a command line will most likely have made. */
export interface LikelyKeys {
  /** How many RSA-2048 keys. */
  readonly count: number;
  /** The folder of certificates, below `rootfs`: the guess holds only while nothing lies in it. */
  readonly folder: string;
  readonly rootfs: string;
}

/** Ten certificates and the key of service accounts; `init` has five kubeconfigs besides. */
const counts: { readonly [command: string]: number } = { 'init phase certs all': 11, init: 16 };

/** Flags that change nothing about which keys are made. With any other, a wrong one too, nothing is guessed. */
const harmless = new Set([
  ...['apiserver-advertise-address', 'apiserver-bind-port', 'apiserver-cert-extra-sans', 'cert-dir', 'color'],
  ...['control-plane-endpoint', 'cri-socket', 'events', 'ignore-preflight-errors', 'kubernetes-version', 'node-name'],
  ...[
    'output',
    'pod-network-cidr',
    'rootfs',
    'service-cidr',
    'service-dns-domain',
    'token',
    'token-ttl',
    'upload-certs',
  ],
]);

/**
 * Guesses, before anything is loaded that could read a command line, which keys it will want, so that they are made
 * meanwhile: they are the longest part of `init phase certs all`. A wrong guess costs time of a processor and nothing
 * else, and whoever wants a key that was not guessed has it made then.
 * @param words the arguments
 */
export function likelyKeys(words: readonly string[]): LikelyKeys | undefined {
  const first = words.findIndex((word) => word.startsWith('-'));
  const command = (first === -1 ? words : words.slice(0, first)).join(' ');
  const count = counts[command];
  if (count === undefined) return undefined;
  const values = new Map<string, string>();
  for (let at = first; at >= 0 && at < words.length; at += 1) {
    const [, name, , given] = /^--([a-z-]+)(=(.*))?$/s.exec(words[at]!) ?? [];
    if (name === undefined || !harmless.has(name)) return undefined;
    if (given === undefined && name !== 'upload-certs') at += 1;
    values.set(name, given ?? words[at] ?? '');
  }
  return {
    count,
    folder: values.get('cert-dir') || '/etc/kubernetes/pki',
    rootfs: values.get('rootfs') || '/',
  };
}
