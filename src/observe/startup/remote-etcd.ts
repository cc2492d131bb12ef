import type { Host } from '../../host/host.ts';
import { manifestPath } from '../../spec/paths.ts';
import type { RemoteEtcdView } from './picture.ts';

const answerMs = 1_500;

/**
 * Whether the etcd answers that the API server's manifest names, when it is not the one of this machine. An answer of
 * any kind, also a refusal of our missing certificate, is an answer.
 */
export async function remoteEtcds({ files, net }: Host): Promise<readonly RemoteEtcdView[]> {
  if ((await files.stat(manifestPath('etcd')).catch(() => undefined)) !== undefined) return [];
  const manifest = await files.read(manifestPath('kube-apiserver')).catch(() => undefined);
  const servers = /--etcd-servers=([^\s"']+)/.exec(manifest ?? '')?.[1]?.split(',') ?? [];
  return Promise.all(
    servers.map(async (endpoint) => {
      const answer = await net.httpGet(`${endpoint}/health`, { timeoutMs: answerMs, insecure: true, direct: true });
      return 'error' in answer && isSilence(answer.error) ? { endpoint, why: answer.error } : { endpoint };
    }),
  );
}

function isSilence(error: string): boolean {
  return /ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|timed? ?out|no answer within/i.test(
    error,
  );
}
