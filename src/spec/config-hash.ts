import { createHash } from 'node:crypto';

/** Marks a component configuration as made by kubeadm (and us), so that an upgrade may make it anew. */
export const configHashAnnotation = 'kubeadm.kubernetes.io/component-config.hash';

/** The value of the annotation: a hash over the values of a ConfigMap's data in order of their keys. */
export function configHash(data: { readonly [key: string]: string }): string {
  const hash = createHash('sha256');
  for (const key of Object.keys(data).sort()) hash.update(data[key]!);
  return `sha256:${hash.digest('hex')}`;
}

/** Annotations of a component configuration's ConfigMap: none when the user gave the configuration. */
export function configHashAnnotations(
  data: { readonly [key: string]: string },
  userSupplied: boolean,
): { readonly annotations?: { readonly [key: string]: string } } {
  return userSupplied ? {} : { annotations: { [configHashAnnotation]: configHash(data) } };
}
