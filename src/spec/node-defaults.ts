import { argsWithDefaults } from './component-defaults.ts';
import type { WrittenInit } from './schema/v1beta4.ts';
import type { NodeRegistration, Taint } from './types.ts';

type Written = NonNullable<WrittenInit['nodeRegistration']>;
type WrittenTaint = NonNullable<Written['taints']>[number];

/** A node registration with kubeadm's static defaults (kubeadm-cli-config.md, 3.4); name and socket may stay ''. */
export function nodeWithDefaults(written: WrittenInit['nodeRegistration']): NodeRegistration {
  const socket = written?.criSocket ?? '';
  return {
    name: (written?.name ?? '').trim().toLowerCase(),
    criSocket: socketUrl(socket),
    taints: written?.taints?.map(taint) ?? null,
    kubeletExtraArgs: argsWithDefaults(written?.kubeletExtraArgs),
    ignorePreflightErrors: sortedUnique((written?.ignorePreflightErrors ?? []).map((name) => name.toLowerCase())),
    imagePullPolicy: (written?.imagePullPolicy || 'IfNotPresent') as NodeRegistration['imagePullPolicy'],
    imagePullSerial: written?.imagePullSerial ?? true,
  };
}

/** kubeadm puts `unix://` in front of everything that does not begin with `unix:`. */
export function socketUrl(socket: string): string {
  if (socket === '' || socket.startsWith('unix://')) return socket;
  return `unix://${socket.replace(/^unix:/, '')}`;
}

function taint(written: WrittenTaint): Taint {
  return {
    key: written?.key ?? '',
    ...(written?.value && { value: written.value }),
    effect: written?.effect ?? '',
    ...(written?.timeAdded && { timeAdded: written.timeAdded }),
  };
}

function sortedUnique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
