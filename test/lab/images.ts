import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { baseTree } from './base-tree.ts';
import { cached, makeOnce, recipeDigest } from './cache.ts';
import { corednsBinaries, etcdBinaries, kubernetesBinaries, labProgram } from './components.ts';
import { type Image, writeImageArchive } from './image-archive.ts';
import type { Release } from './versions.ts';

const REGISTRY = 'registry.k8s.io';

/** The image for the lab's own pods: busybox and `probe` (see programs/probe/main.go). */
export const WORKLOAD_IMAGE = `${REGISTRY}/lab/busybox:1`;

/** Folder of image archives, one a file, that a cluster of this release runs with. */
export async function imageArchives(wanted: Release): Promise<string> {
  const images = await imagesOf(wanted);
  const sources = images.map((image) => ({
    ...image,
    writer: readFileSync(new URL('./image-archive.ts', import.meta.url), 'utf8'),
  }));
  const folder = cached('images', `${wanted.kubernetes}-${recipeDigest(sources)}`);
  return makeOnce(folder, `writing images of ${wanted.kubernetes}`, async (partial) => {
    mkdirSync(partial, { recursive: true });
    for (const image of images) {
      await writeImageArchive(image, join(partial, `${image.reference.replaceAll(/[/:]/g, '_')}.tar`));
    }
  });
}

async function imagesOf(wanted: Release): Promise<readonly Image[]> {
  const { kubernetes: version, etcd, coredns, pause } = wanted;
  const binaries = await kubernetesBinaries(wanted);
  const etcdFolder = await etcdBinaries(wanted);
  const base = await baseTree();
  const filters = await packetFilters(base);
  const controlPlane = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => ({
    reference: `${REGISTRY}/${name}:${version}`,
    entrypoint: [],
    files: { [`/usr/local/bin/${name}`]: join(binaries, name) },
  }));
  return [
    ...controlPlane,
    {
      reference: `${REGISTRY}/kube-proxy:${version}`,
      entrypoint: [],
      links: filters.links,
      files: { ...filters.files, '/usr/local/bin/kube-proxy': join(binaries, 'kube-proxy') },
    },
    {
      reference: `${REGISTRY}/etcd:${etcd}-0`,
      entrypoint: [],
      files: Object.fromEntries(
        ['etcd', 'etcdctl', 'etcdutl'].map((n) => [`/usr/local/bin/${n}`, join(etcdFolder, n)]),
      ),
    },
    {
      reference: `${REGISTRY}/coredns/coredns:v${coredns}`,
      entrypoint: ['/coredns'],
      files: { '/coredns': join(await corednsBinaries(wanted), 'coredns') },
    },
    { reference: `${REGISTRY}/pause:${pause}`, entrypoint: ['/pause'], files: { '/pause': await labProgram('pause') } },
    {
      reference: WORKLOAD_IMAGE,
      entrypoint: [],
      files: { '/bin/busybox': join(base, 'bin/busybox'), '/bin/probe': await labProgram('probe') },
      links: Object.fromEntries(
        ['sh', 'sleep', 'nslookup', 'wget', 'nc', 'cat', 'ip'].map((n) => [`/bin/${n}`, 'busybox']),
      ),
    },
  ];
}

/** iptables over nftables, nft and conntrack, with everything they load: kube-proxy calls them. */
async function packetFilters(base: string): Promise<Required<Pick<Image, 'files' | 'links'>>> {
  const folder = '/usr/lib/x86_64-linux-gnu/xtables';
  const dynamic = [
    ...['/usr/sbin/xtables-nft-multi', '/usr/sbin/nft', '/usr/sbin/conntrack'],
    ...readdirSync(join(base, folder)).map((name) => join(folder, name)),
  ];
  const { stdout } = await execa('chroot', [base, 'ldd', ...dynamic]);
  const libraries = new Set([...stdout.matchAll(/(\/\S+\.so\S*) \(/g)].map(([, path]) => path!));
  const paths = [...dynamic, ...libraries, '/bin/busybox'];
  const tables = ['iptables', 'ip6tables'].flatMap((name) => [name, `${name}-save`, `${name}-restore`]);
  return {
    files: Object.fromEntries(paths.map((path) => [path, join(base, path)])),
    links: { '/bin/sh': 'busybox', ...Object.fromEntries(tables.map((n) => [`/usr/sbin/${n}`, 'xtables-nft-multi'])) },
  };
}
