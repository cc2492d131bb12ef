import type { Secret } from '../../plan/secret.ts';
import type { JoinConfiguration } from '../join-types.ts';
import type { WrittenJoin } from '../schema/join.ts';
import { schemeOf } from '../url-scheme.ts';
import { type Complaint, complaintMaker, type DocumentRule } from './rule.ts';

type JoinRule = DocumentRule<JoinConfiguration, WrittenJoin>;

const error = complaintMaker('JoinConfiguration');

/** The cluster is found with a token or with a file. */
export const discoveryMethod: JoinRule = ({ spec }) => {
  const { bootstrapToken, file } = spec.discovery;
  if ((bootstrapToken === undefined) !== (file === undefined)) return [];
  return bootstrapToken === undefined
    ? [error(['discovery'], 'it is not said how to find the cluster', { hint: 'set bootstrapToken or file' })]
    : [error(['discovery', 'file'], 'the cluster is found with a token or with a file, not both')];
};

/** apiServerEndpoint is `host:port`, without a scheme. kubeadm finds a port that is no number out only when it connects. */
export const discoveryServer: JoinRule = ({ spec }) => {
  const endpoint = spec.discovery.bootstrapToken?.apiServerEndpoint;
  const path = ['discovery', 'bootstrapToken', 'apiServerEndpoint'];
  const hint = 'write it like 10.0.0.10:6443 or [fd00::10]:6443';
  if (endpoint === undefined) return [];
  if (endpoint === '') return [error(path, 'the address of an API server of the cluster is needed', { hint })];
  if (/^[a-z]+:\/\//i.test(endpoint)) {
    const bare = endpoint.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/, '');
    return [error(path, 'host and port are wanted, not a URL', { found: endpoint, hint: `write ${bare}` })];
  }
  const port = /^(?:\[[^[\]]+\]|[^[\]:\s/]+):(?<port>\d+)$/.exec(endpoint)?.groups?.['port'];
  if (port === undefined) return [error(path, 'this is not host and port', { found: endpoint, hint })];
  if (Number(port) >= 1 && Number(port) <= 65535) return [];
  return [error(path, 'the port is no number between 1 and 65535', { found: endpoint })];
};

/** Tokens have the form of bootstrap tokens. Their text is never shown. */
export const discoveryTokens: JoinRule = ({ spec, written }) => {
  const { bootstrapToken, tlsBootstrapToken } = spec.discovery;
  const complaints: Complaint[] = [];
  if (bootstrapToken !== undefined && !isToken(bootstrapToken.token)) {
    complaints.push(tokenError(['discovery', 'bootstrapToken', 'token'], bootstrapToken.token));
  }
  // When it is not written it is the other token, about which the complaint has been made.
  if (written.discovery?.tlsBootstrapToken && !isToken(tlsBootstrapToken)) {
    complaints.push(tokenError(['discovery', 'tlsBootstrapToken'], tlsBootstrapToken));
  }
  return complaints;
};

function isToken(token: Secret | undefined): boolean {
  return /^[a-z0-9]{6}\.[a-z0-9]{16}$/.test(token?.reveal() ?? '');
}

function tokenError(path: readonly string[], token: Secret | undefined): Complaint {
  const hint = 'a token is 6 characters, a dot and 16 characters, each a-z or 0-9; see "token list" on a control plane';
  return error(path, token === undefined ? 'a bootstrap token is needed' : 'this is no bootstrap token', { hint });
}

/** With a token, the CA of the cluster must be known by its hash, or go unchecked by an express wish. */
export const caCertHashes: JoinRule = ({ spec }) => {
  const { bootstrapToken } = spec.discovery;
  if (bootstrapToken === undefined) return [];
  const path = ['discovery', 'bootstrapToken', 'caCertHashes'];
  const hashes = bootstrapToken.caCertHashes;
  if (hashes.length === 0 && !bootstrapToken.unsafeSkipCAVerification) {
    const hint =
      'give the hash that "token create --print-join-command" shows, or set unsafeSkipCAVerification: true (--discovery-token-unsafe-skip-ca-verification)';
    return [error(path, 'without the hash of its CA the cluster cannot be told from an impostor', { hint })];
  }
  // kubeadm reads them only when it meets the cluster, and then refuses them.
  return hashes.flatMap((hash, index) =>
    /^sha256:[\da-fA-F]{64}$/.test(hash)
      ? []
      : [
          error([...path, index], 'this is no hash of a public key', {
            found: hash,
            hint: 'write sha256: and 64 hexadecimal digits',
          }),
        ],
  );
};

/** discovery.file: a path or an https URL. Whether the file is there is for the machine to say. */
export const discoveryFile: JoinRule = ({ spec }) => {
  const { file } = spec.discovery;
  if (file === undefined) return [];
  const path = ['discovery', 'file', 'kubeConfigPath'];
  if (file.kubeConfigPath === '') return [error(path, 'the path or https URL of a kubeconfig is needed')];
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(file.kubeConfigPath) || schemeOf(file.kubeConfigPath) === 'https') return [];
  return [error(path, 'a URL must begin with https://', { found: file.kubeConfigPath })];
};
