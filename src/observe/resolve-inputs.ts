import { ConfigError, type Issue } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { Input } from '../plan/phase.ts';
import { defaultCriSocket } from '../spec/paths.ts';
import type { InitSpec } from '../spec/types.ts';
import { chooseAdvertiseAddress } from './advertise-address.ts';
import { detectCriSocket } from './cri-socket.ts';
import { resolveKubernetesVersion } from './kubernetes-version.ts';

/** What was found out from the node and the network, as a journal keeps it. */
export type ResolvedInputs = { readonly [input in Input]?: string };

/**
 * Fills the values of a spec that depend on the node or the network, but only those that selected phases read: a single
 * phase about certificates needs no default route and no runtime.
 * @param previous what an unfinished run of the same spec had found; it wins, whatever the network says today
 * @throws ConfigError with every value that could not be found
 */
export async function resolveInputs(
  spec: InitSpec,
  inputs: ReadonlySet<Input>,
  host: Host,
  previous: ResolvedInputs = {},
): Promise<{ readonly spec: InitSpec; readonly resolved: ResolvedInputs; readonly warnings: readonly Issue[] }> {
  const socket = withScheme(spec.nodeRegistration.criSocket);
  const [nodeName, advertiseAddress, criSocket, version] = await all([
    when(inputs.has('node-name'), () => previous['node-name'] ?? nodeNameOf(spec, host)),
    when(inputs.has('advertise-address'), () => previous['advertise-address'] ?? addressOf(spec, host)),
    when(inputs.has('cri-socket'), () => previous['cri-socket'] ?? (socket.value || detectCriSocket(host))),
    when(inputs.has('kubernetes-version'), () =>
      previous['kubernetes-version'] !== undefined
        ? { version: previous['kubernetes-version'], warnings: [] }
        : resolveKubernetesVersion(spec.cluster.kubernetesVersion, host),
    ),
  ]);
  return {
    spec: {
      ...spec,
      cluster: { ...spec.cluster, kubernetesVersion: version?.version ?? spec.cluster.kubernetesVersion },
      nodeRegistration: {
        ...spec.nodeRegistration,
        name: nodeName ?? spec.nodeRegistration.name,
        criSocket: (criSocket ?? socket.value) || defaultCriSocket,
      },
      localAPIEndpoint: {
        ...spec.localAPIEndpoint,
        advertiseAddress: advertiseAddress ?? spec.localAPIEndpoint.advertiseAddress,
      },
    },
    resolved: {
      ...(nodeName !== undefined && { 'node-name': nodeName }),
      ...(advertiseAddress !== undefined && { 'advertise-address': advertiseAddress }),
      ...(criSocket !== undefined && { 'cri-socket': criSocket }),
      ...(version !== undefined && { 'kubernetes-version': version.version }),
    },
    warnings: [...socket.warnings, ...(version?.warnings ?? [])],
  };
}

async function when<T>(wanted: boolean, find: () => T | Promise<T>): Promise<T | undefined> {
  return wanted ? find() : undefined;
}

/** All of them, or one ConfigError with the complaints of each; what is no complaint about the input comes first. */
async function all<T extends readonly unknown[]>(
  promises: {
    readonly [K in keyof T]: Promise<T[K]>;
  },
): Promise<T> {
  const outcomes = await Promise.allSettled(promises as readonly Promise<unknown>[]);
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  const other = errors.find((error) => !(error instanceof ConfigError));
  if (other !== undefined) throw other;
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) {
    throw new ConfigError(
      'values that depend on this machine cannot be found out',
      (errors as ConfigError[]).flatMap((error) => error.issues),
    );
  }
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as unknown as T;
}

/** The name given, else the host name; Node names are lower case. */
export function nodeNameOf(spec: Pick<InitSpec, 'nodeRegistration'>, host: Host): string {
  const name = (spec.nodeRegistration.name.trim() || host.net.hostName().trim()).toLowerCase();
  if (name === '') {
    throw new ConfigError('the node has no name', [
      {
        path: 'nodeRegistration.name',
        message: 'is empty, and this machine has no host name to take instead',
        hint: 'give --node-name, or set a host name with hostnamectl hostname',
      },
    ]);
  }
  return name;
}

async function addressOf(spec: InitSpec, host: Host): Promise<string> {
  return chooseAdvertiseAddress(
    spec.localAPIEndpoint.advertiseAddress,
    host.net.addresses(),
    await host.net.defaultRoutes(),
  );
}

/** A socket path without a scheme is taken as a Unix socket, with a warning: the kubelet needs the scheme. */
function withScheme(socket: string): { readonly value: string; readonly warnings: readonly Issue[] } {
  if (socket === '' || socket.startsWith('unix://')) return { value: socket, warnings: [] };
  const value = `unix://${socket}`;
  return {
    value,
    warnings: [
      {
        path: 'nodeRegistration.criSocket',
        message: `has no scheme and is taken as ${value}`,
        found: socket,
        hint: `write ${value}`,
      },
    ],
  };
}
