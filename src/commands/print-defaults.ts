import { kubeProxyConfiguration } from '../manifests/kube-proxy-config.ts';
import { kubeletConfiguration } from '../manifests/kubelet-config.ts';
import { readKubeletVersion } from '../observe/kubelet-version.ts';
import type { JsonObject } from '../plan/json.ts';
import { Secret } from '../plan/secret.ts';
import { clusterConfigurationObject } from '../spec/cluster-configuration-object.ts';
import { componentConfig } from '../spec/component-config.ts';
import { defaultOptions, initSpec } from '../spec/defaults.ts';
import { initConfigurationObject } from '../spec/init-configuration-object.ts';
import { joinConfigurationObject } from '../spec/join-configuration-object.ts';
import { joinWithDefaults } from '../spec/join-defaults.ts';
import { defaultCriSocket } from '../spec/paths.ts';
import { resetConfigurationObject } from '../spec/reset-configuration-object.ts';
import { resetWithDefaults } from '../spec/reset-defaults.ts';
import type { InitSpec } from '../spec/types.ts';
import { upgradeConfigurationObject } from '../spec/upgrade-configuration-object.ts';
import { upgradeWithDefaults } from '../spec/upgrade-defaults.ts';
import { findMinorFacts, newestKnownVersion } from '../spec/versions.ts';
import { toYamlStream } from '../spec/yaml-write.ts';
import type { Command, CommandInput, CommandOutput } from './command.ts';

/** Well formed, so that what is printed passes every check, and known to everybody. */
const placeholderToken = 'abcdef.0123456789abcdef';

/** `config print init-defaults`, with the component configurations asked for, in the order asked for. */
export const printInitDefaults: Command = async (input) => {
  const spec = placeholderSpec(await printedVersion(input), input.invocation.program);
  const wanted = (input.invocation.flags['component-configs'] ?? []) as readonly string[];
  return printed([
    initConfigurationObject(spec),
    clusterConfigurationObject(spec),
    ...wanted.map((kind) =>
      kind === 'KubeletConfiguration' ? kubeletConfiguration(spec) : kubeProxyConfiguration(spec),
    ),
  ]);
};

/** `config print join-defaults`: the name of the node is that of this machine, all else holds places. */
export const printJoinDefaults: Command = async ({ host }) => {
  const join = joinWithDefaults({
    nodeRegistration: { name: host.net.hostName(), criSocket: defaultCriSocket },
    discovery: {
      bootstrapToken: {
        token: placeholderToken,
        apiServerEndpoint: 'kube-apiserver:6443',
        unsafeSkipCAVerification: true,
      },
    },
  });
  return printed([joinConfigurationObject(join)]);
};

/** `config print reset-defaults`. */
export const printResetDefaults: Command = async () =>
  printed([resetConfigurationObject(resetWithDefaults({ criSocket: defaultCriSocket }))]);

/** `config print upgrade-defaults`. */
export const printUpgradeDefaults: Command = async () => printed([upgradeConfigurationObject(upgradeWithDefaults({}))]);

function printed(documents: readonly JsonObject[]): CommandOutput {
  return { text: toYamlStream(documents), result: { documents } };
}

/** The first patch of the minor whose kubeadm we stand for, without `v`, as kubeadm prints it. */
async function printedVersion({ invocation, host }: CommandInput): Promise<string> {
  const kubelet = invocation.program === 'kubeadm' ? (await readKubeletVersion(host)).version : undefined;
  const { minor } = findMinorFacts(kubelet ?? '') ?? findMinorFacts(newestKnownVersion)!;
  return `${minor}.0`;
}

function placeholderSpec(kubernetesVersion: string, program: string): InitSpec {
  return initSpec(
    {
      bootstrapTokens: [{ token: new Secret(placeholderToken) }],
      nodeRegistration: { name: 'node', criSocket: defaultCriSocket },
      localAPIEndpoint: { advertiseAddress: '1.2.3.4' },
    },
    { kubernetesVersion },
    {
      kubelet: componentConfig(undefined),
      kubeProxy: componentConfig(undefined),
      options: defaultOptions(program),
    },
  );
}
