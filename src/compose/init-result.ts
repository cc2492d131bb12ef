import type { RunResult } from '../engine/run.ts';
import type { Files } from '../host/files.ts';
import { certificatesLifetime } from '../manifests/certificates-secret.ts';
import { knownTokens } from '../phases/bootstrap-tokens.ts';
import { certificateKey } from '../phases/certificate-key.ts';
import { pinOf } from '../pki/ca-hash.ts';
import { certificateNamed, certificatePaths } from '../pki/cert-list.ts';
import { readCertificateFile } from '../pki/read.ts';
import type { JsonObject } from '../plan/json.ts';
import type { InitResult, InitSecrets } from '../schemas/init-result.ts';
import { controlPlaneHostPort } from '../spec/endpoint.ts';
import type { InitSpec } from '../spec/types.ts';

/** What a whole `init` has to tell a program: how to reach the cluster, and apart from that what opens it. */
export interface InitReport {
  readonly result: InitResult;
  readonly secrets: InitSecrets;
}

/** Reads the CA from the machine; everything else was known to the run. */
export async function initReport(run: RunResult<InitSpec>, files: Files): Promise<InitReport> {
  const { spec, secrets, startedAt } = run;
  const endpoint = controlPlaneHostPort(spec);
  const authority = await files.read(certificatePaths(certificateNamed('ca'), spec).certificate);
  const found = authority === undefined ? undefined : readCertificateFile(authority).value;
  const caCertHashes = found === undefined ? [] : [found.certificate, ...found.others].map(pinOf);
  // A finished run that was given again has minted nothing and knows no token any more.
  const [token] = run.outcome === 'succeeded' ? knownTokens(spec, secrets) : [];
  const uploaded = run.outcome === 'succeeded' && spec.options.uploadCerts;
  const shownToken = spec.options.skipTokenPrint ? undefined : token?.token.reveal();
  const key = uploaded && !spec.options.skipCertificateKeyPrint ? certificateKey(spec, secrets).reveal() : undefined;
  const worker = (): JsonObject => ({
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'JoinConfiguration',
    discovery: { bootstrapToken: { token: shownToken, apiServerEndpoint: endpoint, caCertHashes } },
  });
  const controlPlane = (): JsonObject => ({
    ...worker(),
    controlPlane: key === undefined ? {} : { certificateKey: key },
  });
  return {
    result: {
      endpoint,
      caCertHashes,
      tokenExpires: token === undefined || token.ttl === 0 ? null : time(startedAt + token.ttl),
      certificateKeyExpires: uploaded ? time(startedAt + certificatesLifetime) : null,
    },
    secrets: {
      token: shownToken ?? null,
      certificateKey: key ?? null,
      joinConfigurations:
        shownToken === undefined
          ? null
          : ({
              worker: worker(),
              controlPlane: spec.cluster.controlPlaneEndpoint === '' ? null : controlPlane(),
            } as InitSecrets['joinConfigurations']),
    },
  };
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
