import semver from 'semver';
import type { Finding } from '../../errors.ts';
import { type Cgroups, readCgroups } from './cgroups.ts';
import { type Check, caution, problem } from './check.ts';
import type { CheckContext } from './check-context.ts';
import { readKernelConfig } from './kernel-config.ts';

const name = 'SystemVerification';

/** The kernel is one that Kubernetes runs on, with the options and control groups that it needs. */
export const systemVerification: Check = {
  name,
  async look(context) {
    const { files } = context.host;
    const system = (await files.read('/proc/sys/kernel/ostype'))?.trim();
    if (system !== undefined && system !== 'Linux') return [problem(name, `this machine runs ${system}, not Linux`)];
    const release = (await files.read('/proc/sys/kernel/osrelease'))?.trim() ?? '';
    const cgroups = await readCgroups(files);
    return [
      ...releaseFindings(release),
      ...(await kernelFindings(release, cgroups, context)),
      ...controllerFindings(cgroups),
      ...(await versionOneFindings(cgroups, context)),
      ...(await kubeletFindings(context)),
    ];
  },
};

/** Whether this system suits the kubelet depends on its version (kubeadm 1.35.4 to 1.37.0 stop here as well). */
async function kubeletFindings({ kubelet, minor }: CheckContext): Promise<readonly Finding[]> {
  if ((await kubelet()).version !== undefined) return [];
  return [
    problem(name, 'what the kubelet needs of this system is not known, because its version is not', {
      hint: `install the kubelet of ${minor.minor} (package kubelet, pkgs.k8s.io)`,
    }),
  ];
}

/** Long-term kernels that are tested with Kubernetes, and everything since 6.0. */
function releaseFindings(release: string): readonly Finding[] {
  if (/^(5\.(4|10|15)\.|([6-9]|\d{2,})\.)/.test(release)) return [];
  return [
    caution(name, `kernel ${release || '(unknown)'} is not among those that Kubernetes is tried with`, {
      hint: 'use 5.4, 5.10, 5.15, or 6.0 and newer',
    }),
  ];
}

const requiredOptions: readonly (readonly string[])[] = [
  ...['NAMESPACES', 'NET_NS', 'PID_NS', 'IPC_NS', 'UTS_NS', 'CPUSETS', 'MEMCG', 'INET', 'EXT4_FS', 'PROC_FS'],
  ...['NETFILTER_XT_MATCH_COMMENT', 'FAIR_GROUP_SCHED', 'CGROUPS', 'CGROUP_PIDS', 'CGROUP_SCHED'],
]
  .map((option) => [option])
  .concat([['NETFILTER_XT_TARGET_REDIRECT', 'IP_NF_TARGET_REDIRECT']]);
const requiredByCgroups = {
  1: ['CGROUP_CPUACCT', 'CGROUP_DEVICE', 'CGROUP_FREEZER'],
  2: ['CGROUP_BPF'],
} as const;

async function kernelFindings(
  release: string,
  { version }: Cgroups,
  context: CheckContext,
): Promise<readonly Finding[]> {
  const config = await readKernelConfig(release, context.host.files);
  if (config === undefined) {
    // kubeadm loads the module `configs` here; a check of ours changes nothing, and not knowing is no proof of a lack.
    return [
      caution(name, 'the options of the kernel could not be read, so they were not checked', {
        hint: 'modprobe configs shows them in /proc/config.gz where the kernel has that module',
      }),
    ];
  }
  const required = [...requiredOptions, ...requiredByCgroups[version].map((option) => [option])];
  const missing = required.filter((options) => !options.some((option) => config.has(option)));
  if (missing.length === 0) return [];
  return [
    problem(name, `the kernel lacks ${missing.map((options) => options.map(configName).join(' or ')).join(', ')}`),
  ];
}

function configName(option: string): string {
  return `CONFIG_${option}`;
}

const controllers = {
  1: { required: ['cpu', 'cpuacct', 'cpuset', 'devices', 'freezer', 'memory', 'pids'], wanted: ['hugetlb', 'blkio'] },
  2: { required: ['cpu', 'cpuset', 'devices', 'freezer', 'memory', 'pids'], wanted: ['hugetlb', 'io'] },
} as const;

function controllerFindings({ version, controllers: found }: Cgroups): readonly Finding[] {
  const { required, wanted } = controllers[version];
  const missing = required.filter((controller) => !found.has(controller));
  const unmet = wanted.filter((controller) => !found.has(controller));
  const kind = `control groups (v${version})`;
  return [
    ...(missing.length === 0
      ? []
      : [
          problem(name, `${kind} have no ${missing.join(', ')}; the kubelet needs them`, {
            hint: 'switch them on in the kernel command line, for memory: cgroup_enable=memory',
          }),
        ]),
    ...(unmet.length === 0 ? [] : [caution(name, `${kind} have no ${unmet.join(', ')}; some limits do nothing`)]),
  ];
}

/** Kubelets from 1.35 on refuse to start with control groups of version 1 unless told otherwise. */
async function versionOneFindings({ version }: Cgroups, { kubelet, spec }: CheckContext): Promise<readonly Finding[]> {
  if (version === 2) return [];
  const installed = (await kubelet()).version;
  const refuses = installed !== undefined && semver.gte(installed, '1.35.0-0');
  if (refuses && spec.kubelet.object['failCgroupV1'] !== false) {
    return [
      problem(name, `this machine has control groups v1, and kubelet ${installed} refuses to start with them`, {
        hint: 'boot with systemd.unified_cgroup_hierarchy=1, or write failCgroupV1: false in a KubeletConfiguration',
      }),
    ];
  }
  return [
    caution(name, 'this machine has control groups v1, which Kubernetes no longer develops', {
      hint: 'boot with systemd.unified_cgroup_hierarchy=1',
    }),
  ];
}
