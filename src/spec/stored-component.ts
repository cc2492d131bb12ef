import { ConfigError } from '../errors.ts';
import type { Json, JsonObject, KubeObject } from '../plan/json.ts';
import { componentConfig } from './component-config.ts';
import { configHash, configHashAnnotation } from './config-hash.ts';
import type { ComponentConfig } from './types.ts';
import { parseYaml } from './yaml-read.ts';

/**
 * The configuration of a component out of its ConfigMap. It counts as the user's own when it does not carry the hash of
 * what it holds: then somebody gave or changed it, and an upgrade must not make it anew (kubeadm 1.36.3).
 * @param key where it stands in the data: `kubelet` of kubelet-config, `config.conf` of kube-proxy
 * @returns undefined when there is no such key
 * @throws ConfigError when the text is no YAML mapping
 */
export function storedComponent(map: KubeObject, key: string): ComponentConfig | undefined {
  const data = (map['data'] ?? {}) as { readonly [key: string]: string };
  const text = Object.hasOwn(data, key) ? data[key] : undefined;
  if (text === undefined) return undefined;
  const document = parsed(text);
  if (document === null || typeof document !== 'object' || Array.isArray(document)) {
    const message = 'is no YAML mapping';
    const hint = `see kubectl -n kube-system get cm ${map.metadata.name} -o yaml`;
    throw new ConfigError('a stored configuration cannot be read', [
      { path: key, file: `kube-system/${map.metadata.name}`, message, hint },
    ]);
  }
  const hash = map.metadata.annotations?.[configHashAnnotation];
  return { ...componentConfig(document as JsonObject), userSupplied: hash !== configHash(data) };
}

function parsed(text: string): Json {
  try {
    return parseYaml(text);
  } catch {
    return null;
  }
}
