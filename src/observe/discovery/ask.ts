import type { Host } from '../../host/host.ts';
import { ApiError, type KubeApi } from '../../host/kube-api.ts';
import type { JsonObject } from '../../plan/json.ts';
import type { Secret } from '../../plan/secret.ts';
import { DiscoveryError } from './discovery-error.ts';
import { noAnswer, type Server } from './no-answer.ts';

/** An answer of something that is a Kubernetes API. */
export interface ApiAnswer {
  readonly status: number;
  /** The object, or the Status that says why there is none. */
  readonly body: JsonObject;
}

/** A line to one server under a name of ours. */
export interface Line {
  readonly server: Server;
  readonly api: KubeApi;
}

/** Opens a line with a kubeconfig that lies in no file. */
export async function openLine(name: string, kubeconfig: Secret, url: string, host: Host): Promise<Line> {
  host.kube.know(name, kubeconfig);
  return { server: { url, env: host.process.env }, api: await host.kube.connect({ kubeconfig: name }) };
}

/**
 * GET of an API path.
 * @throws DiscoveryError when nobody answers, or somebody who is no Kubernetes API
 */
export async function ask({ server, api }: Line, path: string, timeoutMs: number): Promise<ApiAnswer> {
  const at = new URL(server.url).host;
  let answer: { readonly status: number; readonly body: string };
  try {
    answer = await api.raw(path, { timeoutMs });
  } catch (error) {
    throw error instanceof ApiError ? noAnswer(error, server) : error;
  }
  const body = objectIn(answer.body);
  const typed = typeof body?.['kind'] === 'string' && typeof body['apiVersion'] === 'string';
  if (body !== undefined && typed && answer.status < 500 && answer.status !== 429) {
    return { status: answer.status, body };
  }
  if (answer.status >= 500 || answer.status === 429) {
    throw new DiscoveryError({
      obstacle: 'failing',
      message: `the API server at ${at} answers with status ${answer.status}`,
      hint: 'it may still be starting; on a control plane: kubectl get --raw /readyz?verbose',
      passing: true,
    });
  }
  throw new DiscoveryError({
    obstacle: 'not-kubernetes',
    message: `what answers at ${at} is no Kubernetes API (status ${answer.status})`,
    hint: 'is this the address of an API server, and not of a web server, proxy or login page in front of it?',
    passing: true,
  });
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
