import { createHash } from 'node:crypto';
import {
  copyFileSync,
  createReadStream,
  linkSync,
  mkdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

/** A container image of one layer. */
export interface Image {
  /** `registry.k8s.io/kube-proxy:v1.36.3` */
  readonly reference: string;
  readonly entrypoint: readonly string[];
  /** Path in the image → file on the host. */
  readonly files: { readonly [path: string]: string };
  /** Path in the image → where the link points. */
  readonly links?: { readonly [path: string]: string };
}

const CREATED = '2026-01-01T00:00:00Z';

/**
 * Writes an image as a docker-archive, the one form that `ctr images import` reads without any other tool. Owners,
 * times and order are fixed, so that the same files give the same image id.
 */
export async function writeImageArchive(image: Image, target: string): Promise<void> {
  const work = `${target}.work`;
  const root = join(work, 'root');
  mkdirSync(join(root, 'tmp'), { recursive: true, mode: 0o755 });
  for (const [path, source] of Object.entries(image.files)) place(realpathSync(source), join(root, path));
  for (const [path, to] of Object.entries(image.links ?? {})) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(to, join(root, path));
  }
  const layer = join(work, 'layer.tar');
  await tar(layer, root, '.');
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    created: CREATED,
    config: {
      Entrypoint: image.entrypoint,
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      WorkingDir: '/',
    },
    rootfs: { type: 'layers', diff_ids: [`sha256:${await sha256(layer)}`] },
    history: [{ created: CREATED, created_by: 'tsadm lab' }],
  });
  const configName = `${createHash('sha256').update(config).digest('hex')}.json`;
  writeFileSync(join(work, configName), config);
  const manifest = [{ Config: configName, RepoTags: [image.reference], Layers: ['layer.tar'] }];
  writeFileSync(join(work, 'manifest.json'), JSON.stringify(manifest));
  await tar(target, work, configName, 'layer.tar', 'manifest.json');
  rmSync(work, { recursive: true });
}

function place(source: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target); // another file system
  }
}

async function tar(target: string, folder: string, ...names: string[]): Promise<void> {
  const fixed = [
    '--sort=name',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--mtime=@1767225600',
    '--hard-dereference',
  ];
  await execa('tar', ['-C', folder, ...fixed, '-cf', target, ...names]);
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
