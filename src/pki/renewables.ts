import {
  type AuthorityName,
  type CertificateRecord,
  certificateNamed,
  certificatePaths,
  certificates,
  isSkipped,
} from './cert-list.ts';
import { type KubeconfigRecord, kubeconfigPath, kubeconfigs } from './kubeconfig-list.ts';
import type { KubeconfigSpec } from './pki-spec.ts';

/** A certificate that can be renewed: in files of its own, or inside a kubeconfig. */
export type Renewable =
  | {
      /** As in `certs renew <name>`. */
      readonly name: string;
      readonly longName: string;
      readonly ca: AuthorityName;
      readonly kind: 'certificate';
      readonly record: CertificateRecord;
    }
  | {
      readonly name: string;
      readonly longName: string;
      readonly ca: AuthorityName;
      readonly kind: 'kubeconfig';
      readonly record: KubeconfigRecord;
    };

/**
 * Everything that `certs renew` renews, in the order in which kubeadm lists it (1.36.3): by name. CAs are not among it,
 * and kubelet.conf is not, since the kubelet renews its certificate itself.
 */
export const renewables: readonly Renewable[] = [
  ...certificates.flatMap((record): Renewable[] =>
    record.ca === undefined
      ? []
      : [{ name: record.name, longName: record.longName, ca: record.ca, kind: 'certificate', record }],
  ),
  ...kubeconfigs
    .filter(({ name }) => name !== 'kubelet')
    .map((record): Renewable => {
      const longName = `certificate in ${record.fileName}, the ${record.longName}`;
      return { name: record.fileName, longName, ca: 'ca', kind: 'kubeconfig', record };
    }),
].sort((a, b) => (a.name < b.name ? -1 : 1));

/** The CAs, in the order in which kubeadm lists them. */
export const authorities: readonly AuthorityName[] = ['ca', 'etcd-ca', 'front-proxy-ca'];

/** Whether it belongs to an etcd that is not ours; kubeadm then knows nothing of it. */
export function isForeign(name: Renewable | AuthorityName, spec: Pick<KubeconfigSpec, 'cluster'>): boolean {
  if (typeof name === 'string') return isSkipped(certificateNamed(name), spec);
  return name.kind === 'certificate' && isSkipped(name.record, spec);
}

/** The file that holds the certificate. */
export function renewablePath(renewable: Renewable, spec: KubeconfigSpec): string {
  return renewable.kind === 'certificate'
    ? certificatePaths(renewable.record, spec).certificate
    : kubeconfigPath(renewable.record, spec);
}
