import { cpSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { cached, makeOnce, recipeDigest } from './cache.ts';
import type { Release } from './versions.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * Builds the peers and the cluster's parts from Go modules of our own (modules/NAME-VERSION), whose `tool` lines name
 * the programs. Modules are used as built tools only; what is built stays in the cache. Returns the folder of
 * binaries.
 */
export async function kubernetesBinaries({ kubernetes }: Release): Promise<string> {
  const [, minor] = kubernetes.split('.');
  const identity = {
    gitVersion: kubernetes,
    gitMajor: '1',
    gitMinor: minor,
    gitCommit: 'lab',
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
  };
  // Programs learn their version from the linker; without it they call themselves v0.0.0 and refuse to work together.
  const component = Object.entries(identity).map(([key, value]) => `-X k8s.io/component-base/version.${key}=${value}`);
  const client = ['gitVersion', 'gitMajor', 'gitMinor'].map(
    (key) => `-X k8s.io/client-go/pkg/version.${key}=${identity[key as keyof typeof identity]}`,
  );
  return moduleBinaries(`kubernetes-${kubernetes}`, [...component, ...client]);
}

/** Folder with etcd, etcdctl and etcdutl. */
export async function etcdBinaries({ etcd }: Release): Promise<string> {
  return moduleBinaries(`etcd-${etcd}`, [], { server: 'etcd' });
}

/** Folder with coredns. */
export async function corednsBinaries({ coredns }: Release): Promise<string> {
  return moduleBinaries(`coredns-${coredns}`, []);
}

/** A small program of the lab itself (programs/NAME/main.go), static. */
export async function labProgram(name: 'pause' | 'probe'): Promise<string> {
  const source = join(here, 'programs', name, 'main.go');
  const target = cached('programs', `${name}-${recipeDigest(readFileSync(source, 'utf8'))}`);
  return makeOnce(target, `building ${name}`, async (partial) => {
    await go(join(here, 'programs', name), ['build', '-trimpath', '-ldflags', '-s -w', '-o', partial, source]);
  });
}

async function moduleBinaries(
  name: string,
  linkerFlags: readonly string[],
  rename: { readonly [built: string]: string } = {},
): Promise<string> {
  const module = join(here, 'modules', name);
  const recipe = recipeDigest([readFileSync(join(module, 'go.mod'), 'utf8'), linkerFlags]);
  return makeOnce(cached('bin', `${name}-${recipe}`), `building ${name} (minutes at first)`, async (partial) => {
    // Go writes into a module's folder only when it is out of date; building a copy keeps even that out of the tree.
    const copy = cached('build', name);
    mkdirSync(copy, { recursive: true });
    cpSync(module, copy, { recursive: true });
    mkdirSync(partial);
    const flags = ['-s', '-w', ...linkerFlags].join(' ');
    await go(copy, ['build', '-trimpath', '-ldflags', flags, '-o', `${partial}/`, 'tool']);
    for (const [from, to] of Object.entries(rename)) renameSync(join(partial, from), join(partial, to));
  });
}

async function go(cwd: string, args: readonly string[]): Promise<void> {
  const result = await execa('go', args, { cwd, env: { CGO_ENABLED: '0', GOWORK: 'off' }, reject: false, all: true });
  if (result.failed) throw new Error(`go ${args[0]} of ${basename(cwd)} failed:\n${result.all ?? result.message}`);
}
