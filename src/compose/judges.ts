import { judgeCertificate, judgeCertificateAuthority, judgeKeyPair, judgeKubeconfig } from '../pki/same-when.ts';
import { type Judges, judgeBytes, judgeExists } from '../plan/judge.ts';

/** What decides, for each `sameWhen` of an effect, whether a file that is there is what the plan wants. */
export const judges: Judges = {
  bytes: judgeBytes,
  exists: judgeExists,
  certificate: judgeCertificate,
  'certificate-authority': judgeCertificateAuthority,
  'key-pair': judgeKeyPair,
  kubeconfig: judgeKubeconfig,
};
