import type { Lab } from './lab.ts';
import type { LabNode } from './node.ts';
import { enable, write } from './node-files.ts';

const CONFIGURATION = `version: 0.1
storage:
  filesystem:
    rootdirectory: /var/lib/docker-registry
http:
  addr: :5000
`;

/** Where machines find it. */
export const REGISTRY_ADDRESS = 'registry:5000';

/**
 * Boots the machine `registry`, an image registry that stands in for the real one (see useRegistry), so that pulling
 * is tested for real. It starts empty; `pushImages` fills it from a machine that has the images.
 */
export async function bootRegistry(lab: Lab): Promise<LabNode> {
  return lab.boot('registry', {
    furnish: (root) => {
      write(root, '/etc/docker/registry/config.yml', CONFIGURATION);
      enable(root, 'docker-registry.service');
    },
  });
}

/** Pushes the images that a machine has under their names to the registry. */
export async function pushImages(from: LabNode): Promise<void> {
  const images = (await from.run('ctr', '-n', 'k8s.io', 'images', 'ls', '-q')).split('\n');
  for (const image of images.filter((name) => name.startsWith('registry.k8s.io/'))) {
    const target = image.replace('registry.k8s.io', REGISTRY_ADDRESS);
    await from.run('ctr', '-n', 'k8s.io', 'images', 'push', '--plain-http', target, image);
  }
}

/** Makes a machine's containerd ask the lab's registry instead of the real one. Read at each pull: no restart. */
export async function useRegistry(node: LabNode): Promise<void> {
  const hosts = `server = "http://${REGISTRY_ADDRESS}"
[host."http://${REGISTRY_ADDRESS}"]
  capabilities = ["pull", "resolve"]
`;
  await node.writeFile('/etc/containerd/certs.d/registry.k8s.io/hosts.toml', hosts);
}
