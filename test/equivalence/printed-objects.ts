import { readYaml } from '../../src/spec/yaml-read.ts';

/**
 * The objects that `--print-manifest` shows, in its order. kubeadm writes each as it has it at hand (template, or made
 * anew by a serializer), so the order of keys tells nothing.
 */
export function printedObjects(out: string): readonly unknown[] {
  // kubeadm's words about patches stand between the documents.
  const text = out.replace(/^\[patches\].*\n/gm, '').replace(/^---(?=\w)/gm, '---\n');
  return readYaml(text, 'printed')
    .documents.map(({ value }) => value)
    .filter((value) => value !== null)
    .map(withoutEmpty);
}

/** Left out: what is the same as absent to an API server, and which kubeadm writes where its template has it. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key, entry]) => !(key === 'readOnly' && entry === false) && !(key === 'resourceVersion' && entry === '0'),
      )
      .map(([key, entry]) => [key, withoutEmpty(entry)]),
  );
}
