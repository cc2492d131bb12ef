import type { Host } from '../host/host.ts';
import { staticPodRuns } from '../host/kept-manifest.ts';
import type { Probe } from '../plan/effect.ts';

/** What a probe saw: whether the wait is over, and one line for "last seen". */
export interface Sighting {
  readonly ok: boolean;
  readonly seen: string;
}

/** Answers of the probed endpoints come at once or not at all; the wait asks again anyway. */
const answerTimeoutMs = 5_000;

/** Looks once at what is awaited. */
export async function lookAtProbe(probe: Probe, host: Host): Promise<Sighting> {
  switch (probe.kind) {
    case 'http':
      return lookAtUrl(probe.url, host);
    case 'file':
      return lookAtPath(probe.path, host);
    case 'static-pod': {
      const runs = await staticPodRuns(probe.component, probe.manifest, probe.criSocket, host);
      return runs.ok ? lookAtUrl(probe.url, host) : runs;
    }
  }
}

/**
 * The endpoint is on this machine: no proxy belongs in between, and its certificate is not checked because what is
 * asked is whether it lives, not who it is (kubeadm does the same).
 */
async function lookAtUrl(url: string, host: Host): Promise<Sighting> {
  const answer = await host.net.httpGet(url, { timeoutMs: answerTimeoutMs, insecure: true, direct: true });
  if ('error' in answer) return { ok: false, seen: `${url}: ${answer.error}` };
  if (answer.status === 200) return { ok: true, seen: `${url}: 200` };
  const failing = failingParts(answer.body);
  return { ok: false, seen: `${url}: status ${answer.status}${failing === '' ? '' : ` (${failing})`}` };
}

/** The parts of a Kubernetes health answer that failed (`[-]poststarthook/… failed`), else its first line. */
function failingParts(body: string): string {
  const lines = body
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const failed = lines.flatMap((line) => (line.startsWith('[-]') ? [line.slice(3).split(' ')[0]!] : []));
  return failed.length > 0 ? `not ready: ${failed.join(', ')}` : (lines[0] ?? '').slice(0, 200);
}

async function lookAtPath(path: string, host: Host): Promise<Sighting> {
  try {
    const found = (await host.files.stat(path)) !== undefined;
    return { ok: found, seen: found ? `${path} is there` : `${path} is not there yet` };
  } catch (error) {
    return { ok: false, seen: `${path}: ${error instanceof Error ? error.message : String(error)}` };
  }
}
