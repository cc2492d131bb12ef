import type { Json, JsonObject } from '../plan/json.ts';
import { parseYaml } from '../spec/yaml-read.ts';

/** The member of etcd that a static Pod starts, as far as its manifest tells. */
export interface EtcdOfManifest {
  readonly name: string;
  readonly dataDir: string;
  /** '' when the manifest does not say. */
  readonly peerUrl: string;
  readonly clientUrls: readonly string[];
  /** It is the first and only member of the cluster that it would make. */
  readonly alone: boolean;
}

/**
 * Reads a manifest of etcd that kubeadm or we made, whoever has edited it since. The data folder is that of the volume
 * `etcd-data`, the rest stands in the flags (kubeadm 1.36.3).
 * @returns what is wrong with it when no data folder can be read
 */
export function readEtcdManifest(text: string): { readonly value: EtcdOfManifest } | { readonly problem: string } {
  let pod: Json;
  try {
    pod = parseYaml(text);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  const spec = fields(fields(pod)['spec']);
  const volume = items(spec['volumes'])
    .map(fields)
    .find(({ name }) => name === 'etcd-data');
  const dataDir = fields(volume?.['hostPath'])['path'];
  if (typeof dataDir !== 'string' || !dataDir.startsWith('/')) {
    return { problem: 'it has no volume etcd-data with a folder of the host' };
  }
  const flags = flagsIn(fields(items(spec['containers'])[0]));
  const first = (flags.get('initial-cluster') ?? '').split(',').filter((entry) => entry !== '');
  return {
    value: {
      name: flags.get('name') ?? '',
      dataDir: dataDir.replace(/(?<=.)\/+$/, ''),
      peerUrl: (flags.get('initial-advertise-peer-urls') ?? '').split(',')[0] ?? '',
      clientUrls: (flags.get('advertise-client-urls') ?? '').split(',').filter((url) => url !== ''),
      alone: first.length === 1,
    },
  };
}

function flagsIn(container: JsonObject): ReadonlyMap<string, string> {
  const words = [...items(container['command']), ...items(container['args'])].filter(
    (word) => typeof word === 'string',
  );
  return new Map(
    words.flatMap((word) => {
      const [, name, value] = /^--?([^=]+)=(.*)$/s.exec(word) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function fields(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {};
}

function items(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
