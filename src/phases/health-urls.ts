import type { Json } from '../plan/json.ts';
import { joinHostPort } from '../spec/addresses.ts';
import { ports } from '../spec/paths.ts';
import type { InitSpec } from '../spec/types.ts';
import { parseYaml } from '../spec/yaml-read.ts';

/** Components whose health `init` and `join` wait for. */
export type WaitedComponent = 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler';

function field(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (current, key) =>
      current !== null && typeof current === 'object' ? (current as { [key: string]: Json })[key] : undefined,
    value,
  );
}

/** Health endpoint of the kubelet as its configuration file names it; undefined when its port is 0 (kubeadm skips it). */
export function kubeletHealthUrl(configText: string | undefined): string | undefined {
  const config = configText === undefined ? undefined : parseYaml(configText);
  const port = field(config, 'healthzPort') ?? ports.kubeletHealthz;
  if (port === 0) return undefined;
  const address = field(config, 'healthzBindAddress');
  return `http://${joinHostPort(typeof address === 'string' && address !== '' ? address : '127.0.0.1', Number(port))}/healthz`;
}

/**
 * A flag of the container whose command begins with the component's name. The last one counts; `--x=v`, `-x=v` and
 * `--x v` are all known, since patches may have written any of them.
 */
function flagOf(manifest: Json | undefined, component: string, name: string): string | undefined {
  const containers = field(manifest, 'spec', 'containers');
  if (!Array.isArray(containers)) return undefined;
  const container = containers.find((entry: Json) => field(entry, 'command', 0) === component);
  const words = [field(container, 'command'), field(container, 'args')].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  let found: string | undefined;
  for (const [index, word] of words.entries()) {
    const match = /^--?(?<name>[^=]+)(?:=(?<value>.*))?$/.exec(String(word))?.groups;
    if (match?.['name'] === name) found = match['value'] ?? String(words[index + 1] ?? '');
  }
  return found;
}

/**
 * Health endpoints of the control plane, addresses and ports read from the manifests on disk (patches may have changed
 * them), with the defaults where a manifest does not say (kubeadm 1.36.3).
 * @param manifests text of each component's manifest
 */
export function componentHealthUrls(
  spec: Pick<InitSpec, 'localAPIEndpoint'>,
  manifests: ReadonlyMap<WaitedComponent, string | undefined>,
): { readonly [component in WaitedComponent]: string } {
  const url = (
    component: WaitedComponent,
    addressFlag: string,
    address: string,
    port: number,
    path: string,
  ): string => {
    const text = manifests.get(component);
    const manifest = text === undefined ? undefined : parseYaml(text);
    const host = flagOf(manifest, component, addressFlag) ?? address;
    const number = flagOf(manifest, component, 'secure-port') ?? String(port);
    return `https://${joinHostPort(host, Number(number))}${path}`;
  };
  const { advertiseAddress, bindPort } = spec.localAPIEndpoint;
  const local = '127.0.0.1';
  return {
    'kube-apiserver': url('kube-apiserver', 'advertise-address', advertiseAddress, bindPort, '/livez'),
    'kube-controller-manager': url(
      'kube-controller-manager',
      'bind-address',
      local,
      ports.controllerManager,
      '/healthz',
    ),
    'kube-scheduler': url('kube-scheduler', 'bind-address', local, ports.scheduler, '/livez'),
  };
}
