import { mint } from '../engine/minted.ts';
import { RefusedError, UsageError } from '../errors.ts';
import { carryOutLooks } from '../observe/looks.ts';
import { readDocument } from '../observe/read-document.ts';
import { resolveInputs } from '../observe/resolve-inputs.ts';
import { type Authority, authority, authorityLooks } from '../pki/authority.ts';
import { issueLeaf } from '../pki/issue.ts';
import { buildKubeconfig, type Credentials } from '../pki/kubeconfig.ts';
import { defaultCertificateValidity } from '../spec/cluster-defaults.ts';
import { parseDuration } from '../spec/duration.ts';
import { controlPlaneEndpoint } from '../spec/endpoint.ts';
import { loadInitSpec } from '../spec/load-init.ts';
import type { InitSpec } from '../spec/types.ts';
import type { Command, CommandInput } from './command.ts';

/** `kubeconfig user`: a kubeconfig on standard output, with a new client certificate or the token given. */
export const kubeconfigUser: Command = async (input) => {
  const user = input.invocation.flags['client-name'] as string;
  const spec = await configuration(input);
  const ca = await signingAuthority(spec, input);
  const kubeconfig = buildKubeconfig({
    cluster: spec.cluster.clusterName,
    server: controlPlaneEndpoint(spec),
    authority: ca.certificate.pem,
    user,
    credentials: await credentials(user, ca, spec, input),
  });
  return { text: `${kubeconfig}\n`, result: { kubeconfig } };
};

async function configuration({ invocation, host, warn }: CommandInput): Promise<InitSpec> {
  const { configFile, program, overrides } = invocation;
  const document = configFile === undefined ? {} : { document: await readDocument(configFile, host) };
  const loaded = loadInitSpec({ program, ...document, overrides });
  for (const issue of loaded.warnings) warn(issue);
  const resolved = await resolveInputs(loaded.spec, new Set(['advertise-address']), host);
  for (const issue of resolved.warnings) warn(issue);
  return resolved.spec;
}

type Signer = Extract<Authority, { kind: 'found' }> & { readonly signing: { readonly can: true } };

/** The key is needed even where nothing is signed, as for kubeadm (1.36.3): who may read it may make users. */
async function signingAuthority(spec: InitSpec, { host }: CommandInput): Promise<Signer> {
  const seen = await carryOutLooks(authorityLooks('ca', spec), host);
  const node = { hostName: '', proxyEnv: [], systemdResolvedActive: false, caDirectories: [] };
  const facts = { startedAt: host.clock.now(), node, ...seen };
  const ca = authority('ca', { spec, facts, secrets: { keys: new Map(), texts: new Map() } });
  if (ca.kind === 'found' && ca.signing.can) return ca as Signer;
  const reason = ca.kind === 'refused' ? ca.reason : ca.kind === 'found' && !ca.signing.can ? ca.signing.reason : '';
  throw new RefusedError('no kubeconfig can be made', [`the CA of the cluster is of no use here: ${reason}`]);
}

async function credentials(
  user: string,
  ca: Signer,
  spec: InitSpec,
  { invocation, host, warn }: CommandInput,
): Promise<Credentials> {
  const { flags } = invocation;
  const token = flags['token'] as string | undefined;
  const organizations = (flags['org'] ?? []) as readonly string[];
  const given = flags['validity-period'] as string | undefined;
  const period = given === undefined ? defaultCertificateValidity : parseDuration(given);
  if (period === undefined) throw new UsageError(`--validity-period ${given}: no such duration can be counted`);
  if (period > defaultCertificateValidity) {
    warn({
      message: `the certificate is valid for ${given}, longer than the usual year: nobody can take it back before`,
    });
  }
  if (token) {
    if (organizations.length > 0) warn({ message: '--org has no effect beside --token' });
    return { kind: 'token', token };
  }
  const { keys } = await mint(
    [{ kind: 'key', name: 'user', algorithm: spec.cluster.encryptionAlgorithm }],
    host.random,
  );
  const key = keys.get('user')!;
  const request = {
    subject: { commonName: user, organizations },
    usages: ['client'] as const,
    sans: { dns: [], ips: [] },
    // Client certificates of kubeconfigs begin with their CA (kubeadm 1.36.3).
    notBefore: ca.certificate.notBefore,
    notAfter: host.clock.now() + period,
  };
  const certificate = issueLeaf(request, key, { certificate: ca.certificate, key: ca.signing.key });
  return { kind: 'certificate', certificate, key: key.privateKey.reveal() };
}
