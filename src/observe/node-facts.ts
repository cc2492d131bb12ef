import type { Host } from '../host/host.ts';
import type { NodeFacts } from '../plan/facts.ts';
import type { Input } from '../plan/phase.ts';
import { optionalCaDirectories } from '../spec/paths.ts';

/**
 * What plans need to know of the machine itself. The init system is asked, which starts a process, only for inputs that
 * a selected phase reads.
 */
export async function observeNode(host: Host, inputs: ReadonlySet<Input>): Promise<NodeFacts> {
  const [systemdResolvedActive, caDirectories] = await Promise.all([
    inputs.has('systemd-resolved') && isActive(host, 'systemd-resolved'),
    existing(host, optionalCaDirectories),
  ]);
  return { hostName: host.net.hostName(), proxyEnv: proxyEnv(host), systemdResolvedActive, caDirectories };
}

function proxyEnv(host: Host): NodeFacts['proxyEnv'] {
  return Object.entries(host.process.env)
    .flatMap(([name, value]) =>
      value !== undefined && value !== '' && name.toLowerCase().endsWith('_proxy') ? [{ name, value }] : [],
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Without an init system that can be asked, nothing runs as a service. */
async function isActive(host: Host, service: string): Promise<boolean> {
  try {
    return (await host.services.kind()) !== undefined && (await host.services.isActive(service));
  } catch {
    return false;
  }
}

async function existing(host: Host, paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    paths.map((path) =>
      host.files.stat(path).then(
        (stat) => stat !== undefined,
        () => false,
      ),
    ),
  );
  return paths.filter((_, index) => found[index]);
}
