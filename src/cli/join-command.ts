import type { Json } from '../plan/json.ts';
import type { Workflow } from '../plan/phase.ts';
import type { FlagValues } from './flag-option.ts';
import { joinFlags } from './flags.ts';
import type { WorkflowCommand } from './workflow-commands.ts';

/** Where the flags of `join` go in the JoinConfiguration. */
const bindings: { readonly [flag: string]: string } = {
  'api-server-endpoint': 'JoinConfiguration.discovery.bootstrapToken.apiServerEndpoint',
  'apiserver-advertise-address': 'JoinConfiguration.controlPlane.localAPIEndpoint.advertiseAddress',
  'apiserver-bind-port': 'JoinConfiguration.controlPlane.localAPIEndpoint.bindPort',
  'certificate-key': 'JoinConfiguration.controlPlane.certificateKey',
  'control-plane': 'JoinConfiguration.controlPlane',
  'cri-socket': 'JoinConfiguration.nodeRegistration.criSocket',
  'discovery-file': 'JoinConfiguration.discovery.file.kubeConfigPath',
  'discovery-token': 'JoinConfiguration.discovery.bootstrapToken.token',
  'discovery-token-ca-cert-hash': 'JoinConfiguration.discovery.bootstrapToken.caCertHashes',
  'discovery-token-unsafe-skip-ca-verification': 'JoinConfiguration.discovery.bootstrapToken.unsafeSkipCAVerification',
  'experimental-control-plane': 'JoinConfiguration.controlPlane',
  'node-name': 'JoinConfiguration.nodeRegistration.name',
  patches: 'JoinConfiguration.patches.directory',
  'tls-bootstrap-token': 'JoinConfiguration.discovery.tlsBootstrapToken',
  token: 'JoinConfiguration.discovery.tlsBootstrapToken',
};

const controlPlaneOnly = ['apiserver-advertise-address', 'apiserver-bind-port', 'certificate-key'];
const tokenDiscovery = [
  'api-server-endpoint',
  'discovery-token',
  'discovery-token-ca-cert-hash',
  'discovery-token-unsafe-skip-ca-verification',
];

/**
 * What the flags of `join` amount to, as kubeadm takes them (1.36.3): --token stands for both tokens where these are not
 * given; --discovery-file turns everything about discovery by token off; what only a control plane has counts only
 * with --control-plane; a file of documents wins over the endpoint.
 */
function joinValues(given: FlagValues): { readonly values: FlagValues; readonly warnings: readonly string[] } {
  const values = new Map<string, Json>(given);
  const warnings: string[] = [];
  const passOver = (names: readonly string[], why: string): void => {
    const found = names.filter((name) => values.delete(name));
    if (found.length > 0) warnings.push(`${found.map(written).join(', ')} ${found.length > 1 ? 'have' : 'has'} ${why}`);
  };
  if (values.get('config')) {
    passOver(['api-server-endpoint'], 'no effect beside --config; the file decides');
    return { values, warnings };
  }
  const token = values.get('token');
  values.delete('token');
  if (token) {
    for (const name of ['discovery-token', 'tls-bootstrap-token']) if (!values.get(name)) values.set(name, token);
  }
  if (values.get('discovery-file')) {
    if (token) values.delete('discovery-token');
    passOver(tokenDiscovery, 'no effect beside --discovery-file');
  }
  const controlPlane = [values.get('control-plane'), values.get('experimental-control-plane')].includes(true);
  values.delete('control-plane');
  values.delete('experimental-control-plane');
  if (!controlPlane) {
    passOver(controlPlaneOnly, 'no effect without --control-plane');
    return { values, warnings };
  }
  // An empty struct makes a control plane; its fields are put into it afterwards.
  return { values: new Map<string, Json>([['control-plane', {}], ...values]), warnings };
}

function written(name: string): string {
  return name === 'api-server-endpoint' ? '[api-server-endpoint]' : `--${name}`;
}

/** `join`. */
export const joinCommand: WorkflowCommand = {
  name: 'join',
  summary: 'Make this machine a node of a cluster that is there already',
  flags: joinFlags,
  argument: { name: 'api-server-endpoint', with: 'discovery-token' },
  bindings,
  values: joinValues,
  load: async () => (await import('../workflows/join.ts')).join as unknown as Workflow<never>,
};
