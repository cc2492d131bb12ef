import type { RemoveEffect } from '../../plan/effect.ts';
import { kubeletDirectory, kubernetesDirectory } from '../../spec/paths.ts';

/** Folders of the system that hold far more than a node's files; nobody can mean that they are to be emptied. */
const systemFolders =
  /^\/(?:(?:bin|boot|dev|etc|home|lib(?:32|64|x32)?|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)?|(?:usr|sys|proc|dev|boot)\/.*|var\/(?:lib|log|cache|run|spool|tmp)|etc\/(?:ssl|pki|systemd|cni))$/;

/** Empties a folder and leaves the folder itself, as kubeadm does. What cannot be removed is told. */
export function emptiedFolder(id: string, path: string, what: string): RemoveEffect {
  return { kind: 'remove', id, why: `remove ${what}`, path, what, contentsOnly: true, tolerate: true };
}

/** Why a folder that a configuration or a manifest names is not emptied; undefined when it may be. */
export function notToBeEmptied(path: string, what: string): string | undefined {
  const folder = path.replace(/(?<=.)\/+$/, '');
  const crooked = folder.split('/').some((part) => part === '..' || part === '.');
  const holdsOurs = [kubernetesDirectory, kubeletDirectory].some((ours) => ours.startsWith(`${folder}/`));
  if (!crooked && !holdsOurs && !systemFolders.test(folder)) return undefined;
  return `${what} would be removed from ${path}, and with them everything else that lies there; that is never done. Empty it yourself, or name another folder`;
}
