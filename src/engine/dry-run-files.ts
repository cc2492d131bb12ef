import type { Files } from '../host/files.ts';
import type { PlannedEffect } from '../plan/planned-effect.ts';

/** kubeadm lays every artefact of a dry run flat into one folder; only etcd's certificates keep their folder. */
function flatName(path: string): string {
  const parts = path.split('/');
  const name = parts.at(-1)!;
  return parts.at(-2) === 'etcd' && /\.(?:crt|key)$/.test(name) ? `etcd/${name}` : name;
}

/** Writes the artefacts of a dry run into the folder that the caller asked for (KUBEADM_INIT_DRYRUN_DIR). */
export async function writeDryRunFiles(files: Files, folder: string, planned: readonly PlannedEffect[]): Promise<void> {
  for (const { effect } of planned) {
    if (effect.kind !== 'write') continue;
    for (const { path, mode, content } of effect.artifact.files) {
      if (content.kind === 'described') continue;
      const text = content.kind === 'text' ? content.text : content.text.reveal();
      const name = flatName(path);
      const directoryMode = name.includes('/') ? effect.artifact.directoryMode : 0o700;
      await files.write(`${folder}/${name}`, text, { mode, directoryMode });
    }
  }
}
