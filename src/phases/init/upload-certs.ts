import { bootstrapTokenSecret } from '../../manifests/bootstrap-token.ts';
import {
  certificatesOwnerToken,
  certificatesReaders,
  certificatesSecretName,
} from '../../manifests/certificates-secret.ts';
import { bundledFiles, encryptFile, nonceLength, nonceMint } from '../../pki/certificate-bundle.ts';
import { factText } from '../../pki/fact-text.ts';
import { fileFact } from '../../plan/facts.ts';
import type { JsonObject } from '../../plan/json.ts';
import type { Phase, PhaseContext, Plan } from '../../plan/phase.ts';
import { Secret } from '../../plan/secret.ts';
import type { InitSpec } from '../../spec/types.ts';
import { adminVia, ensureClusterAdmins } from '../admin-via.ts';
import { applyObjects } from '../apply-objects.ts';
import { certificateKey, certificateKeyMints } from '../certificate-key.ts';

const phase = 'upload-certs';
const ownerMint = 'upload-certs/owner-token';
const notMinted = new Secret('minted.when-it-is-run', 'a new token');

/** Every bundled file encrypted, as the `data` of the Secret; absent files are empty values (kubeadm 1.36.3). */
function encrypted({ spec, facts, secrets }: PhaseContext<InitSpec>): JsonObject {
  const key = certificateKey(spec, secrets);
  return Object.fromEntries(
    bundledFiles(spec).map((file) => {
      const content = file.path === '' ? '' : (factText(fileFact(facts, file.path)) ?? '');
      const nonce = secrets.texts.get(nonceMint(file))?.reveal() ?? '00'.repeat(nonceLength);
      return [file.name, encryptFile(content, key, nonce).toString('base64')];
    }),
  );
}

function plan(context: PhaseContext<InitSpec>): Plan {
  const { spec, facts, secrets } = context;
  if (!spec.options.uploadCerts) {
    return {
      effects: [],
      notes: [{ level: 'info', text: 'Skipping phase: certificates are uploaded with --upload-certs' }],
    };
  }
  const via = adminVia(spec);
  const ownerToken = certificatesOwnerToken(secrets.texts.get(ownerMint) ?? notMinted);
  const owner = bootstrapTokenSecret(ownerToken, facts.startedAt).object;
  const { data: ownerData, ...ownerObject } = owner;
  const key = certificateKey(spec, secrets).reveal();
  return {
    effects: [
      ...ensureClusterAdmins(phase, spec),
      {
        kind: 'call',
        id: `${phase}:secret`,
        why: 'give further control planes the shared certificates, encrypted',
        operation: 'upload-certificates',
        input: {
          via: { ...via },
          owner: ownerObject,
          certificates: {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: certificatesSecretName, namespace: 'kube-system' },
          },
          ttlMs: ownerToken.ttl,
        },
        secrets: {
          owner: new Secret(JSON.stringify(ownerData), 'owner token'),
          certificates: new Secret(JSON.stringify(encrypted(context)), 'encrypted certificates'),
        },
      },
      ...applyObjects(phase, 'let joining control planes read the certificates', certificatesReaders(), via),
    ],
    notes: spec.options.skipCertificateKeyPrint
      ? []
      : [{ level: 'info', text: `Using certificate key:\n${key}`, publicText: 'Using certificate key: (not shown)' }],
  };
}

/** Uploads the certificates that control planes share, for two hours and encrypted. */
export const uploadCerts: Phase<InitSpec> = {
  name: phase,
  short: 'Upload the certificates that control planes share',
  example: '{{program}} init phase upload-certs --upload-certs',
  flags: ['certificate-key', 'config', 'dry-run', 'kubeconfig', 'skip-certificate-key-print', 'upload-certs'],
  reads: ['advertise-address', 'kubernetes-version'],
  looks: (spec) =>
    spec.options.uploadCerts
      ? bundledFiles(spec)
          .filter(({ path }) => path !== '')
          .map(({ path }) => ({ kind: 'file', path }) as const)
      : [],
  mints: ({ spec }) =>
    spec.options.uploadCerts
      ? [
          ...certificateKeyMints(spec),
          { kind: 'token', name: ownerMint },
          ...bundledFiles(spec).map((file) => ({ kind: 'bytes', name: nonceMint(file), length: nonceLength }) as const),
        ]
      : [],
  steps: [plan],
};
