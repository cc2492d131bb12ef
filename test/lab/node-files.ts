import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addressesOf, hostsFile, hostsPods } from './addresses.ts';
import { makeOnce } from './cache.ts';
import { kubernetesBinaries } from './components.ts';
import type { Release } from './versions.ts';

/** Writes below a machine's root what makes it this machine. Same name, same files, byte for byte. */
export function furnishNode(root: string, name: string, { pause }: Release): void {
  write(root, '/etc/hostname', `${name}\n`);
  write(root, '/etc/machine-id', `${createHash('md5').update(`tsadm lab ${name}`).digest('hex')}\n`);
  write(root, '/etc/hosts', hostsFile());
  // Nobody answers there: names are in /etc/hosts, and CoreDNS is refused at once instead of waiting for the outside.
  write(root, '/etc/resolv.conf', `nameserver ${addressesOf(name).ipv4}\n`);
  if (!hostsPods(name)) return;
  write(root, '/etc/containerd/config.toml', containerdConfig(pause));
  write(root, '/etc/cni/net.d/10-lab.conflist', cniConfig(name));
  enable(root, 'containerd.service');
  enable(root, 'kubelet.service');
}

/** Enables a unit of /lib/systemd/system before the machine boots. */
export function enable(root: string, unit: string): void {
  const link = join(root, 'etc/systemd/system/multi-user.target.wants', unit);
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(`/lib/systemd/system/${unit}`, link);
}

/** Writes a file below a machine's root. */
export function write(root: string, path: string, content: string, mode = 0o644): void {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
  chmodSync(target, mode);
}

/** Copies a program into a machine and renames it there: a running one keeps its file. */
export function placeProgram(source: string, root: string, path: string): void {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(source, `${target}.new`);
  chmodSync(`${target}.new`, 0o755);
  renameSync(`${target}.new`, target);
}

/** Folder to lay between the base tree and a machine: the kubelet and kubectl of a release, without copying them. */
export async function kubernetesLayer(wanted: Release): Promise<string> {
  const binaries = await kubernetesBinaries(wanted);
  return makeOnce(binaries.replace('/bin/', '/layers/'), `layer of ${wanted.kubernetes}`, async (partial) => {
    mkdirSync(join(partial, 'usr/bin'), { recursive: true });
    for (const name of ['kubelet', 'kubectl']) linkSync(join(binaries, name), join(partial, 'usr/bin', name));
  });
}

function containerdConfig(pause: string): string {
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  return `version = 2
[${cri}]
  sandbox_image = "registry.k8s.io/pause:${pause}"
  # Without CAP_SYS_RESOURCE nobody may lower an OOM score; runc would fail to start pods.
  restrict_oom_score_adj = true
  [${cri}.cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "/etc/cni/net.d"
  [${cri}.registry]
    config_path = "/etc/containerd/certs.d"
  [${cri}.containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [${cri}.containerd.runtimes.runc.options]
      SystemdCgroup = true
`;
}

/** Pods get an address of each family; a cluster of one family uses the one it knows. */
function cniConfig(name: string): string {
  const { podIpv4, podIpv6 } = addressesOf(name);
  const bridge = {
    type: 'bridge',
    bridge: 'cni0',
    isGateway: true,
    ipMasq: true,
    hairpinMode: true,
    ipam: {
      type: 'host-local',
      ranges: [[{ subnet: podIpv4 }], [{ subnet: podIpv6 }]],
      routes: [{ dst: '0.0.0.0/0' }, { dst: '::/0' }],
    },
  };
  const plugins = [bridge, { type: 'portmap', capabilities: { portMappings: true } }];
  return `${JSON.stringify({ cniVersion: '1.0.0', name: 'lab', plugins }, null, 2)}\n`;
}
