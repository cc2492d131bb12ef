import type { OperationContext } from './operation.ts';

const service = 'kubelet';

/**
 * Does something to the kubelet's service, and only says so when it cannot: people also run the kubelet under an init
 * system that we do not know, and the wait that follows tells whether it runs.
 */
export async function controlKubelet(
  action: 'start' | 'stop' | 'restart',
  { host, progress }: OperationContext,
): Promise<void> {
  const { services } = host;
  const obstacle = await obstacleOf(services);
  if (obstacle !== undefined) return progress(`${obstacle}: ${action} the kubelet yourself`);
  try {
    await services[action](service);
  } catch (error) {
    progress(`could not ${action} the kubelet: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** True only when a service manager says that the kubelet does not run. */
export async function kubeletIsStopped({ host }: OperationContext): Promise<boolean> {
  try {
    return (await obstacleOf(host.services)) === undefined && !(await host.services.isActive(service));
  } catch {
    return false;
  }
}

async function obstacleOf(services: OperationContext['host']['services']): Promise<string | undefined> {
  if ((await services.kind()) === undefined) return 'no supported init system found';
  if (!(await services.exists(service))) return 'there is no service named kubelet';
  return undefined;
}
