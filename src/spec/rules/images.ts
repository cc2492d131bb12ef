import type { Path } from '../field-path.ts';
import { clusterError, type Rule } from './rule.ts';

const domainPart = '(?:[A-Za-z\\d]|[A-Za-z\\d][A-Za-z\\d-]*[A-Za-z\\d])';
const domain = `(?:${domainPart}(?:\\.${domainPart})*|\\[[a-fA-F\\d:]+\\])(?::\\d+)?`;
const pathPart = '[a-z\\d]+(?:(?:[._]|__|-+)[a-z\\d]+)*';
/** What may stand in front of `/name:tag` in an image reference. */
const repository = new RegExp(`^(?:${domain}|(?:${domain}/)?${pathPart}(?:/${pathPart})*)$`);
const tag = /^\w[\w.-]{0,127}(?:@[A-Za-z][A-Za-z\d]*(?:[-_+.][A-Za-z][A-Za-z\d]*)*:[\da-fA-F]{32,})?$/;

/** Repositories and tags make image references. kubeadm does not look at tags; a bad one fails when images are pulled. */
export const images: Rule = ({ spec }) => {
  const { cluster } = spec;
  const { local } = cluster.etcd;
  const repositories: readonly (readonly [Path, string])[] = [
    [['imageRepository'], cluster.imageRepository],
    [['dns', 'imageRepository'], cluster.dns.imageRepository],
    [['etcd', 'local', 'imageRepository'], local?.imageRepository ?? ''],
  ];
  const tags: readonly (readonly [Path, string])[] = [
    [['dns', 'imageTag'], cluster.dns.imageTag],
    [['etcd', 'local', 'imageTag'], local?.imageTag ?? ''],
  ];
  return [
    ...repositories
      .filter(([, value]) => value !== '' && !repository.test(value))
      .map(([path, value]) =>
        clusterError(path, 'no image can be named with this repository', { found: value, hint: repositoryHint(value) }),
      ),
    ...tags
      .filter(([, value]) => value !== '' && !tag.test(value))
      .map(([path, value]) =>
        clusterError(path, 'this is no image tag', { found: value, hint: 'take letters, digits, _, . and -' }),
      ),
  ];
};

function repositoryHint(value: string): string {
  const mended = value.replace(/^[a-z]+:\/\//i, '').replace(/(?<!\/)\/+$/, '');
  return mended !== value && repository.test(mended)
    ? `write ${mended}`
    : 'write it like registry.example.org/kubernetes';
}
