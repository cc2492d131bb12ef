import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { cached, makeOnce, recipeDigest } from './cache.ts';

/** One tree serves every kind of machine, and is where images take iptables, nft and conntrack from. */
const PACKAGES = [
  'systemd,systemd-sysv,dbus,procps,kmod,iproute2,iputils-ping,openssl,ca-certificates',
  'containerd,runc,containernetworking-plugins,iptables,nftables,conntrack,ethtool,socat',
  'busybox-static,haproxy,docker-registry',
].join(',');

/** Units that have no business in a machine: they would change the host's kernel, wait for hardware, or only cost time. */
const MASKED = [
  ...['systemd-sysctl', 'systemd-modules-load', 'systemd-udevd', 'systemd-udev-trigger', 'systemd-binfmt'],
  ...[
    'systemd-random-seed',
    'systemd-remount-fs',
    'systemd-logind',
    'systemd-update-utmp',
    'systemd-update-utmp-runlevel',
  ],
  ...['console-getty', 'getty@', 'e2scrub_reap', 'modprobe@', 'systemd-networkd', 'systemd-timesyncd'],
].map((name) => `${name}.service`);
const MASKED_OTHERS = [
  ...['proc-sys-fs-binfmt_misc.automount', 'dev-hugepages.mount', 'sys-kernel-debug.mount', 'sys-kernel-tracing.mount'],
  ...['sys-fs-fuse-connections.mount', 'sys-kernel-config.mount', 'apt-daily.timer', 'apt-daily-upgrade.timer'],
  ...[
    'dpkg-db-backup.timer',
    'e2scrub_all.timer',
    'fstrim.timer',
    'systemd-udevd-kernel.socket',
    'systemd-udevd-control.socket',
  ],
];

/**
 * systemd-nspawn gives a container read-only cgroup v1 hierarchies and sysctls; containerd, the kubelet and kube-proxy
 * write both. Each mount is remounted, never unmounted: an unmount would take the host's hierarchy away.
 */
const WRITABLE_KERNEL = `[Unit]
Description=Writable cgroups and sysctls
DefaultDependencies=no
Before=sysinit.target
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'for m in /sys/fs/cgroup/*/ /sys/fs/cgroup /sys /proc/sys; do mount -o remount,bind,rw $m || true; done; mount --make-rshared /'
[Install]
WantedBy=sysinit.target
`;

/** As the distribution's package of the kubelet installs it. */
const KUBELET_UNIT = `[Unit]
Description=kubelet: The Kubernetes Node Agent
Wants=network-online.target
After=network-online.target
[Service]
ExecStart=/usr/bin/kubelet
Restart=always
StartLimitInterval=0
RestartSec=10
[Install]
WantedBy=multi-user.target
`;

const KUBELET_DROP_IN = `[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`;

/** What these machines need of the kubelet without touching any document that kubeadm reads. */
const KUBELET_DEFAULTS = 'KUBELET_EXTRA_ARGS=--fail-cgroupv1=false --fail-swap-on=false\n';

/** bookworm: its systemd still boots with cgroup v1, which is what the host gives us. */
const SUITE = 'bookworm';

/** The tree every machine is an overlay of. */
export async function baseTree(): Promise<string> {
  const recipe = recipeDigest([
    SUITE,
    PACKAGES,
    MASKED,
    MASKED_OTHERS,
    WRITABLE_KERNEL,
    KUBELET_UNIT,
    KUBELET_DROP_IN,
    KUBELET_DEFAULTS,
  ]);
  return makeOnce(cached(`base-${recipe}`), 'making the base tree (debootstrap)', async (partial) => {
    await execa('debootstrap', ['--variant=minbase', `--include=${PACKAGES}`, SUITE, partial], { all: true });
    rmSync(join(partial, 'var/cache/apt/archives'), { recursive: true });
    furnish(partial);
  });
}

function furnish(root: string): void {
  const units = join(root, 'etc/systemd/system');
  for (const target of readdirSync(units).filter((name) => name.endsWith('.wants')))
    rmSync(join(units, target), { recursive: true });
  for (const unit of [...MASKED, ...MASKED_OTHERS]) symlink('/dev/null', join(units, unit));
  write(join(root, 'usr/lib/systemd/system/lab-writable-kernel.service'), WRITABLE_KERNEL);
  write(join(root, 'usr/lib/systemd/system/kubelet.service'), KUBELET_UNIT);
  write(join(root, 'usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf'), KUBELET_DROP_IN);
  write(join(root, 'etc/default/kubelet'), KUBELET_DEFAULTS);
  symlink(
    '/lib/systemd/system/lab-writable-kernel.service',
    join(units, 'sysinit.target.wants/lab-writable-kernel.service'),
  );
  symlink('/lib/systemd/system/dbus.socket', join(units, 'sockets.target.wants/dbus.socket'));
  rmSync(join(root, 'etc/machine-id'), { force: true });
  rmSync(join(root, 'etc/resolv.conf'), { force: true });
  rmSync(join(root, 'etc/hostname'), { force: true });
  chmodSync(root, 0o755);
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode: 0o644 });
}

function symlink(to: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  symlinkSync(to, path);
}
