/** Flags of every phase that has to find the cluster. */
export const discoveryFlags: readonly string[] = [
  'config',
  'discovery-file',
  'discovery-token',
  'discovery-token-ca-cert-hash',
  'discovery-token-unsafe-skip-ca-verification',
  'dry-run',
  'tls-bootstrap-token',
  'token',
];
