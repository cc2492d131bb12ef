import { mint } from '../engine/minted.ts';
import { UsageError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { chooseAdvertiseAddress } from '../observe/advertise-address.ts';
import { nodeNameOf, resolveInputs } from '../observe/resolve-inputs.ts';
import type { JsonObject } from '../plan/json.ts';
import { clusterConfigurationObject } from '../spec/cluster-configuration-object.ts';
import { initConfigurationObject } from '../spec/init-configuration-object.ts';
import { joinConfigurationObject } from '../spec/join-configuration-object.ts';
import type { JoinConfiguration } from '../spec/join-types.ts';
import type { LoadedDocument } from '../spec/load-document.ts';
import type { LoadedInit } from '../spec/load-init.ts';
import { defaultCriSocket } from '../spec/paths.ts';
import { resetConfigurationObject } from '../spec/reset-configuration-object.ts';
import type { WrittenJoin } from '../spec/schema/join.ts';
import type { WrittenInit } from '../spec/schema/v1beta4.ts';
import type { BootstrapToken, NodeRegistration, Taint } from '../spec/types.ts';
import { upgradeConfigurationObject } from '../spec/upgrade-configuration-object.ts';
import { minorFacts } from '../spec/versions.ts';
import { toYamlStream } from '../spec/yaml-write.ts';
import type { Command, CommandInput } from './command.ts';
import { loadFile } from './load-file.ts';

/**
 * `config migrate`: every document of a file as v1beta4, in kubeadm's order, defaults filled. What a file leaves to the
 * machine comes out as it is on this one, but no container runtime is looked for (kubeadm-cli-config.md, 3.10).
 */
export const migrate: Command = async (input) => {
  const { flags } = input.invocation;
  const { init, join, reset, upgrade, apiVersions } = await loadFile(input, flags['old-config'] as string);
  // Of this version alone the defaults of the cluster hold the time-out that kubeadm otherwise forgets.
  const timeoutKept = apiVersions.get('ClusterConfiguration')?.endsWith('/v1beta3') === true;
  const documents = [
    ...(init === undefined ? [] : await initDocuments(init, timeoutKept, input)),
    ...(join === undefined ? [] : [await joinDocument(join, input.host)]),
    ...(reset === undefined
      ? []
      : [resetConfigurationObject({ ...reset.spec, criSocket: reset.spec.criSocket || defaultCriSocket })]),
    ...(upgrade === undefined ? [] : [upgradeConfigurationObject(upgrade.spec)]),
  ];
  const text = toYamlStream(documents);
  const file = (flags['new-config'] ?? '') as string;
  if (file === '') return { text, result: { documents } };
  await writeNew(file, text, input.host);
  return { text: '', result: { file } };
};

/** Unlike other files, what is asked for by name is put where it was asked for or not at all: no folder is made. */
async function writeNew(file: string, text: string, host: Host): Promise<void> {
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) || '/' : '.';
  if ((await host.files.stat(folder))?.kind !== 'directory') {
    throw new UsageError(`--new-config ${file}: there is no folder ${folder}`);
  }
  // The documents hold tokens: a file that was closed to others stays closed.
  const mode = (await host.files.stat(file))?.mode ?? 0o644;
  await host.files.write(file, text, { mode, directoryMode: 0o755 });
}

async function initDocuments(loaded: LoadedInit, timeoutKept: boolean, input: CommandInput): Promise<JsonObject[]> {
  const { init: written } = loaded.written();
  const { host, warn } = input;
  const found = await resolveInputs(
    loaded.spec,
    new Set(['node-name', 'advertise-address', 'kubernetes-version']),
    host,
  );
  const checked = loaded.checkResolved(found.spec);
  for (const issue of [...found.warnings, ...checked.warnings]) warn(issue);
  const { cluster, timeouts } = checked.spec;
  const forgets =
    !timeoutKept &&
    minorFacts(cluster.kubernetesVersion).migrateForgetsHealthCheck &&
    (written.timeouts?.controlPlaneComponentHealthCheck ?? undefined) === undefined;
  if (forgets) {
    warn({
      path: 'timeouts.controlPlaneComponentHealthCheck',
      message: `kubeadm ${minorFacts(cluster.kubernetesVersion).minor} writes 0s here, and so do we; it means not to wait at all`,
      hint: 'take the line away, or write 4m0s, before the file is used',
    });
  }
  const filled = {
    ...checked.spec,
    bootstrapTokens: await filledTokens(checked.spec.bootstrapTokens, host),
    nodeRegistration: filledNode(checked.spec.nodeRegistration, written.nodeRegistration, true),
    timeouts: forgets ? { ...timeouts, controlPlaneComponentHealthCheck: 0 } : timeouts,
  };
  return [{ ...initConfigurationObject(filled), ...emptyPatches(written.patches) }, clusterConfigurationObject(filled)];
}

async function joinDocument(loaded: LoadedDocument<JoinConfiguration, WrittenJoin>, host: Host): Promise<JsonObject> {
  const { spec } = loaded;
  const written = loaded.written();
  const { controlPlane } = spec;
  const named = { ...spec.nodeRegistration, name: nodeNameOf(spec, host) };
  const filled = {
    ...spec,
    nodeRegistration: filledNode(named, written.nodeRegistration, controlPlane !== undefined),
    ...(controlPlane !== undefined && {
      controlPlane: {
        ...controlPlane,
        localAPIEndpoint: {
          ...controlPlane.localAPIEndpoint,
          advertiseAddress: chooseAdvertiseAddress(
            controlPlane.localAPIEndpoint.advertiseAddress,
            host.net.addresses(),
            await host.net.defaultRoutes(),
          ),
        },
      },
    }),
  };
  return { ...joinConfigurationObject(filled), ...emptyPatches(written.patches) };
}

const controlPlaneTaint: Taint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };

/** Ignored checks come out as they were written, the runtime's socket and the taints as they would be used. */
function filledNode(
  node: NodeRegistration,
  written: WrittenInit['nodeRegistration'],
  controlPlane: boolean,
): NodeRegistration {
  return {
    ...node,
    criSocket: node.criSocket || defaultCriSocket,
    taints: node.taints ?? (controlPlane ? [controlPlaneTaint] : null),
    ignorePreflightErrors: written?.ignorePreflightErrors ?? [],
  };
}

async function filledTokens(tokens: readonly BootstrapToken[], host: Host): Promise<readonly BootstrapToken[]> {
  const { texts } = await mint(
    tokens.map((_, index) => ({ kind: 'token', name: String(index) })),
    host.random,
  );
  return tokens.map((token, index) => ({ ...token, token: token.token ?? texts.get(String(index)) }));
}

/** A `patches` without a directory is kept. */
function emptyPatches(written: WrittenInit['patches']): JsonObject {
  return written && !written.directory ? { patches: {} } : {};
}
