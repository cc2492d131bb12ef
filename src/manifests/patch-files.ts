import { ConfigError, type Issue } from '../errors.ts';
import type { TreeFile } from '../plan/facts.ts';
import type { Json } from '../plan/json.ts';
import { minorFacts } from '../spec/versions.ts';
import { readYaml } from '../spec/yaml-read.ts';

/** What a patch can be aimed at. */
export type PatchTarget =
  | 'etcd'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kubeletconfiguration'
  | 'corednsdeployment'
  | 'kubeproxydaemonset';

const types = ['strategic', 'merge', 'json'] as const;

/** How a patch is applied. */
export type PatchType = (typeof types)[number];

/** One document of a patch file. */
export interface Patch {
  readonly target: PatchTarget;
  readonly type: PatchType;
  readonly file: string;
  readonly value: Json;
}

/** The patches of a folder in the order in which they are applied. */
export interface PatchSet {
  readonly patches: readonly Patch[];
  /** Files that are no patches, with the reason. */
  readonly ignored: readonly { readonly file: string; readonly why: string }[];
}

/** A folder without patches, or no folder. */
export const noPatches: PatchSet = { patches: [], ignored: [] };

/** Names of the things that can be patched with a release. */
export function patchTargets(kubernetesVersion: string): readonly PatchTarget[] {
  const always = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;
  const { kubeProxyPatches } = minorFacts(kubernetesVersion);
  return [
    ...always,
    'kubeletconfiguration',
    'corednsdeployment',
    ...(kubeProxyPatches ? (['kubeproxydaemonset'] as const) : []),
  ];
}

/**
 * Reads the files of a patches folder. The name says what a file is: `target[suffix][+type].json` or `.yaml`.
 * @param files in walk order, which is the order of application
 * @throws ConfigError with every complaint
 */
export function readPatchFiles(files: readonly TreeFile[], kubernetesVersion: string): PatchSet {
  const targets = patchTargets(kubernetesVersion);
  const issues: Issue[] = [];
  const patches: Patch[] = [];
  const ignored: { file: string; why: string }[] = [];
  for (const { path, text } of files) {
    const name = parseName(path.slice(path.lastIndexOf('/') + 1), targets);
    if ('ignored' in name) ignored.push({ file: path, why: name.ignored });
    else if ('wrong' in name) issues.push({ path: '', file: path, message: name.wrong, hint: name.hint });
    else if (text === undefined) issues.push(deadLink(path));
    else if (text === '') ignored.push({ file: path, why: 'the file is empty' });
    else {
      const { documents, issues: found } = readYaml(text, path);
      issues.push(...found);
      patches.push(
        ...documents.filter(({ value }) => value !== null).map(({ value }) => ({ ...name, file: path, value })),
      );
    }
  }
  if (issues.length > 0) throw new ConfigError('the patches cannot be read', issues);
  return { patches, ignored };
}

function deadLink(file: string): Issue {
  return {
    path: '',
    file,
    message: 'the patch is a link that leads to no file',
    hint: 'put the file there, or take the link away',
  };
}

type Name =
  | { readonly target: PatchTarget; readonly type: PatchType }
  | { readonly ignored: string }
  | { readonly wrong: string; readonly hint: string };

/** A suffix ends at the first dot or plus; of several types the first counts (kubeadm-cli-config.md, 3.15). */
function parseName(name: string, targets: readonly PatchTarget[]): Name {
  if (!/.\.(?:json|yaml)$/.test(name)) return { ignored: 'its name does not end in .json or .yaml' };
  const target = targets.find((one) => name.startsWith(one));
  if (target === undefined) return { ignored: `its name begins with none of ${targets.join(', ')}` };
  const rest = /^[^.+\n]*(?<plus>\+)?(?<type>.*)/.exec(name.slice(target.length))?.groups ?? {};
  if (rest['plus'] === undefined) return { target, type: 'strategic' };
  const type = types.find((one) => rest['type']?.startsWith(one));
  if (type !== undefined) return { target, type };
  return {
    wrong: 'the file name has no known patch type behind its plus sign',
    hint: `name it ${target}+strategic, ${target}+merge or ${target}+json, then .yaml or .json`,
  };
}
