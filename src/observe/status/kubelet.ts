import type { Host } from '../../host/host.ts';
import { ports } from '../../spec/paths.ts';
import { readKubeletVersion } from '../kubelet-version.ts';

/** The kubelet of this machine. */
export interface KubeletSight {
  readonly version?: string;
  /** undefined where no init system can be asked. */
  readonly active?: boolean;
  readonly healthy: boolean;
  readonly problem?: string;
}

const healthz = `http://127.0.0.1:${ports.kubeletHealthz}/healthz`;

export async function observeKubelet(host: Host): Promise<KubeletSight> {
  const [version, active, answer] = await Promise.all([
    readKubeletVersion(host),
    host.services.isActive('kubelet').catch(() => undefined),
    host.net.httpGet(healthz, { timeoutMs: 2000, direct: true }),
  ]);
  const healthy = 'status' in answer && answer.status === 200;
  const problem =
    version.version === undefined
      ? version.why
      : healthy
        ? undefined
        : 'error' in answer
          ? `${healthz}: ${answer.error}`
          : `${healthz} answers ${answer.status}`;
  return {
    ...(version.version === undefined ? {} : { version: version.version }),
    ...(active === undefined ? {} : { active }),
    healthy,
    ...(problem === undefined ? {} : { problem }),
  };
}
