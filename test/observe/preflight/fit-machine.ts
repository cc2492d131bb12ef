import type { Finding } from '../../../src/errors.ts';
import type { Check } from '../../../src/observe/preflight/check.ts';
import { checkContext } from '../../../src/observe/preflight/check-context.ts';
import type { InitSpec } from '../../../src/spec/types.ts';
import type { Seed } from '../../fakes/memory-files.ts';
import { type MemoryHost, memoryHost } from '../../fakes/memory-host.ts';
import { initSpec } from '../../manifests/spec-builder.ts';

const kernelOptions = [
  ...['NAMESPACES', 'NET_NS', 'PID_NS', 'IPC_NS', 'UTS_NS', 'CPUSETS', 'MEMCG', 'INET', 'EXT4_FS', 'PROC_FS'],
  ...['NETFILTER_XT_TARGET_REDIRECT', 'NETFILTER_XT_MATCH_COMMENT', 'FAIR_GROUP_SCHED', 'CGROUPS', 'CGROUP_BPF'],
  ...['CGROUP_PIDS', 'CGROUP_SCHED'],
];

/** The kubelet's unit as the packages of Kubernetes ship it, with its drop-in. */
export const packagedUnit = `# /usr/lib/systemd/system/kubelet.service
[Service]
ExecStart=/usr/bin/kubelet
Restart=always

# /usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf
[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`;

const files: { readonly [path: string]: Seed } = {
  '/proc/self/status': 'Name:\tnode\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\n',
  '/proc/meminfo': 'MemTotal:        4028688 kB\nMemFree: 1 kB\n',
  '/proc/swaps': 'Filename\tType\tSize\tUsed\tPriority\n',
  '/proc/sys/kernel/ostype': 'Linux\n',
  '/proc/sys/kernel/osrelease': '6.12.1-generic\n',
  '/proc/sys/net/ipv4/ip_forward': '1\n',
  '/proc/sys/net/ipv6/conf/default/forwarding': '1\n',
  '/boot/config-6.12.1-generic': kernelOptions.map((option) => `CONFIG_${option}=y\n`).join(''),
  '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory hugetlb pids\n',
  '/sys/fs/cgroup/system.slice/cgroup.freeze': '0\n',
};

/** A machine on which `init` has nothing to complain about; `changes` takes files away (undefined) or replaces them. */
export function fitMachine(
  changes: { readonly [path: string]: Seed | undefined } = {},
  options: { readonly env?: { readonly [name: string]: string } } = {},
): MemoryHost {
  const all = Object.entries({ ...files, ...changes }).filter(
    (entry): entry is [string, Seed] => entry[1] !== undefined,
  );
  const host = memoryHost({
    files: Object.fromEntries(all),
    programs: {
      cp: {},
      losetup: {},
      mount: {},
      kubelet: { stdout: 'Kubernetes v1.36.3\n' },
      systemctl: { stdout: packagedUnit },
      timedatectl: { stdout: 'yes\n' },
    },
    startsAt: Date.UTC(2030, 0, 15),
    ...options,
  });
  host.net.names.set('cp1', ['10.0.0.10']);
  host.cri.runtimes.get('unix:///var/run/containerd/containerd.sock')!.sandboxImage = 'registry.k8s.io/pause:3.10.2';
  return host;
}

/** The spec that fits the machine. */
export const fitSpec: InitSpec = initSpec({
  cluster: { kubernetesVersion: 'v1.36.3' },
  nodeRegistration: { criSocket: 'unix:///var/run/containerd/containerd.sock' },
});

/** What one check finds. */
export function look(check: Check, host: MemoryHost, spec: InitSpec = fitSpec): Promise<readonly Finding[]> {
  return check.look(checkContext(spec, host));
}

/** Findings in short: `error NumCPU`. */
export function short(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ severity, name }) => `${severity} ${name}`);
}
