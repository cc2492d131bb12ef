import { described, secretText, text } from '../plan/artifact.ts';
import { fileFact, type Look } from '../plan/facts.ts';
import type { Mint, PhaseContext } from '../plan/phase.ts';
import { authority, authorityLooks } from './authority.ts';
import type { PkiSpec } from './pki-spec.ts';
import type { Planned } from './planned.ts';

/** Name under which the service account key is minted. */
export const serviceAccountMint = 'pki/sa';

/** Where the key pair lies that signs and verifies service account tokens. */
export function serviceAccountPaths(spec: Pick<PkiSpec, 'cluster'>): {
  readonly key: string;
  readonly publicKey: string;
} {
  const { certificatesDir } = spec.cluster;
  return { key: `${certificatesDir}/sa.key`, publicKey: `${certificatesDir}/sa.pub` };
}

/** The files to look at: the pair, and the cluster CA that tells whether somebody else provides keys. */
export function serviceAccountLooks(spec: Pick<PkiSpec, 'cluster'>): readonly Look[] {
  const paths = serviceAccountPaths(spec);
  return [{ kind: 'file', path: paths.key }, { kind: 'file', path: paths.publicKey }, ...authorityLooks('ca', spec)];
}

/** The pair, unless a private key is there or the cluster CA is external. */
export function serviceAccountMints(context: Omit<PhaseContext<PkiSpec>, 'secrets'>): readonly Mint[] {
  const { spec, facts } = context;
  if (fileFact(facts, serviceAccountPaths(spec).key).state !== 'absent') return [];
  if (isExternal({ ...context, secrets: { keys: new Map(), texts: new Map() } })) return [];
  return [{ kind: 'key', name: serviceAccountMint, algorithm: spec.cluster.encryptionAlgorithm }];
}

/**
 * Plans the service account key pair. An existing private key is kept, whether or not the public one is beside it; with
 * an external cluster CA the pair is neither made nor needed (kubeadm 1.36.3).
 */
export function planServiceAccount(context: PhaseContext<PkiSpec>): Planned {
  const { spec, secrets } = context;
  if (isExternal(context)) {
    return {
      notes: [{ level: 'info', text: 'the cluster CA is external: service account keys are used as provided' }],
    };
  }
  const paths = serviceAccountPaths(spec);
  const minted = secrets.keys.get(serviceAccountMint);
  const { encryptionAlgorithm } = spec.cluster;
  return {
    artifact: {
      what: 'sa key and public key',
      // The public key too is 0600: kubeadm writes it as it writes keys.
      files: [
        {
          path: paths.key,
          mode: 0o600,
          content: minted ? secretText(minted.privateKey) : described(`private key, ${encryptionAlgorithm}`, true),
        },
        {
          path: paths.publicKey,
          mode: 0o600,
          content: minted ? text(minted.publicKey) : described(`public key, ${encryptionAlgorithm}`),
        },
      ],
      sameWhen: 'key-pair',
      directoryMode: 0o755,
    },
  };
}

/** kubeadm takes the CA for external when its certificate is that of a CA and its key is not there. */
function isExternal(context: PhaseContext<PkiSpec>): boolean {
  const ca = authority('ca', context);
  return ca.kind === 'found' && ca.certificate.isAuthority && !ca.signing.can && ca.signing.external;
}
