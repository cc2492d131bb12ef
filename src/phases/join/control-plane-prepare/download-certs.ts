import { certificatesSecretName } from '../../../manifests/certificates-secret.ts';
import { type BundledFile, bundledFileMode, bundledFiles, decryptFile } from '../../../pki/certificate-bundle.ts';
import type { ApiRef } from '../../../plan/api-object.ts';
import { refKey } from '../../../plan/api-object.ts';
import { secretText } from '../../../plan/artifact.ts';
import type { WriteEffect } from '../../../plan/effect.ts';
import { fileFact } from '../../../plan/facts.ts';
import type { KubeObject } from '../../../plan/json.ts';
import type { Phase, PhaseContext, Plan } from '../../../plan/phase.ts';
import { Secret } from '../../../plan/secret.ts';
import type { JoinSpec } from '../../../spec/join-spec.ts';
import { discoveryFlags } from '../discovery-flags.ts';
import { discoveryVia } from '../discovery-via.ts';

const phase = 'control-plane-prepare/download-certs';
const secretRef: ApiRef = { apiVersion: 'v1', kind: 'Secret', namespace: 'kube-system', name: certificatesSecretName };
const uploadAgain =
  "a control plane uploads them anew with 'init phase upload-certs --upload-certs' and prints a new key";

function certificateKey(spec: JoinSpec): Secret | undefined {
  return spec.certificateKey;
}

function files(spec: JoinSpec): readonly BundledFile[] {
  return bundledFiles(spec).filter(({ path }) => path !== '');
}

/** A file of the bundle: what is to be written, or why it cannot be. A key that is kept elsewhere is an empty value. */
function download(
  file: BundledFile,
  secret: KubeObject,
  key: Secret,
): { readonly effect?: WriteEffect; readonly refusal?: string } {
  const data = (secret['data'] ?? {}) as { readonly [name: string]: string | undefined };
  const encrypted = data[file.name];
  if (encrypted === undefined) {
    return { refusal: `Secret ${secretRef.namespace}/${secretRef.name} has no ${file.name}: ${uploadAgain}` };
  }
  const content = decryptFile(Buffer.from(encrypted, 'base64'), key);
  if (content.value === undefined) {
    return { refusal: `${file.name} of Secret ${secretRef.name} cannot be decrypted: ${content.problem}` };
  }
  if (content.value === '') return {};
  const mode = bundledFileMode(content.value);
  if (mode.value === undefined) return { refusal: `${file.name} of Secret ${secretRef.name}: ${mode.problem}` };
  return {
    effect: {
      kind: 'write',
      id: `${phase}:${file.name}`,
      why: `take over ${file.name}, which all control planes share`,
      artifact: {
        what: `shared file ${file.name}`,
        files: [{ path: file.path, mode: mode.value, content: secretText(new Secret(content.value, file.name)) }],
        sameWhen: 'bytes',
        directoryMode: 0o755,
      },
    },
  };
}

function plan({ spec, facts }: PhaseContext<JoinSpec>): Plan {
  const key = certificateKey(spec);
  if (key === undefined) {
    return {
      effects: [],
      notes: [{ level: 'info', text: 'No certificate key was given: the shared certificates must be here already' }],
    };
  }
  const fact = facts.objects.get(refKey(secretRef));
  if (fact?.state !== 'present') {
    // The Secret lives for two hours; an earlier try may have taken everything from it.
    if (files(spec).every(({ path }) => fileFact(facts, path).state === 'present')) {
      return { effects: [], notes: [{ level: 'info', text: 'The shared certificates were downloaded before' }] };
    }
    const why = fact?.state === 'unknown' ? `cannot be read: ${fact.why}` : 'is not there: it lives for two hours';
    return {
      effects: [],
      refusals: [
        `Secret ${secretRef.namespace}/${secretRef.name}, with the shared certificates, ${why}; ${uploadAgain}`,
      ],
    };
  }
  const downloads = files(spec).map((file) => download(file, fact.object, key));
  return {
    effects: downloads.flatMap(({ effect }) => effect ?? []),
    refusals: [...new Set(downloads.flatMap(({ refusal }) => refusal ?? []))],
    notes: [
      {
        level: 'info',
        text: `Downloading the shared certificates from Secret ${secretRef.name} in namespace ${secretRef.namespace}`,
      },
    ],
  };
}

/** Takes the certificates and keys that control planes share out of the cluster, where they lie encrypted. */
export const downloadCerts: Phase<JoinSpec> = {
  name: 'download-certs',
  short: 'Download the certificates that control planes share',
  flags: [...discoveryFlags, 'certificate-key', 'control-plane'],
  reads: ['cluster'],
  looks: (spec) =>
    certificateKey(spec) === undefined
      ? []
      : [
          { kind: 'object', ref: secretRef, via: discoveryVia },
          ...files(spec).map(({ path }) => ({ kind: 'file', path }) as const),
        ],
  steps: [plan],
};
