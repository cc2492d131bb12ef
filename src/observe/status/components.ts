import type { Cri, CriContainer } from '../../host/cri.ts';
import type { Host } from '../../host/host.ts';
import type { Json, JsonObject } from '../../plan/json.ts';
import { joinHostPort } from '../../spec/addresses.ts';
import { manifestPath, type StaticPodName } from '../../spec/paths.ts';
import { parseYaml } from '../../spec/yaml-read.ts';

/** A static Pod of this node. */
export interface ComponentSight {
  readonly name: StaticPodName;
  readonly version?: string;
  /** The id that its manifest has it run as; undefined: its image's, which is root. */
  readonly uid?: number;
  readonly state: CriContainer['state'] | 'missing';
  readonly restarts: number;
  /** undefined: it has no health endpoint that can be asked. */
  readonly healthy?: boolean;
  readonly detail?: string;
}

const names: readonly StaticPodName[] = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];
const patienceMs = 2000;

/** The static Pods whose manifests are on this node, as the runtime and their own health endpoints show them. */
export async function observeComponents(criSocket: string, host: Host): Promise<readonly ComponentSight[]> {
  const cri = host.cri.connect(criSocket);
  try {
    const containers = await cri.containers().catch((error: Error) => error);
    const sights = await Promise.all(names.map((name) => observeComponent(name, containers, cri, host)));
    return sights.flatMap((sight) => (sight === undefined ? [] : [sight]));
  } finally {
    cri.close();
  }
}

async function observeComponent(
  name: StaticPodName,
  containers: readonly CriContainer[] | Error,
  cri: Cri,
  host: Host,
): Promise<ComponentSight | undefined> {
  const text = await host.files.read(manifestPath(name)).catch(() => undefined);
  if (text === undefined) return undefined;
  const { container, uid } = podOf(text);
  const version = /:([^:@/]+)(?:@|$)/.exec(textOf(container['image']))?.[1];
  const base = { name, ...(version === undefined ? {} : { version }), ...(uid === undefined ? {} : { uid }) };
  if (containers instanceof Error) {
    return { ...base, state: 'unknown', restarts: 0, detail: `the runtime does not answer: ${containers.message}` };
  }
  const [newest] = containers
    .filter((each) => each.name === name && each.podNamespace === 'kube-system')
    .toSorted((a, b) => b.createdAt - a.createdAt || b.attempt - a.attempt);
  if (newest === undefined) return { ...base, state: 'missing', restarts: 0, detail: 'it has no container' };
  const found = { ...base, state: newest.state, restarts: newest.attempt };
  if (newest.state !== 'running') {
    const status = await cri.containerStatus(newest.id).catch(() => undefined);
    const why =
      status === undefined ? '' : ` with exit code ${status.exitCode}${status.reason && ` (${status.reason})`}`;
    return {
      ...found,
      detail: newest.state === 'exited' ? `its container ended${why}` : `its container is ${newest.state}`,
    };
  }
  const url = healthUrl(container);
  if (url === undefined) return found;
  const answer = await host.net.httpGet(url, { timeoutMs: patienceMs, insecure: true, direct: true });
  if ('error' in answer) return { ...found, healthy: false, detail: `${url}: ${answer.error}` };
  const healthy = answer.status === 200;
  return { ...found, healthy, ...(healthy ? {} : { detail: `${url} answers ${answer.status}` }) };
}

function podOf(manifest: string): { readonly container: JsonObject; readonly uid: number | undefined } {
  let pod: Json;
  try {
    pod = parseYaml(manifest);
  } catch {
    return { container: {}, uid: undefined };
  }
  const spec = fields(fields(pod)['spec']);
  const containers = spec['containers'];
  const container = fields(Array.isArray(containers) ? containers[0] : undefined);
  const [uid] = [container, spec].map((part) => fields(part['securityContext'])['runAsUser']).filter(isNumber);
  return { container, uid };
}

function isNumber(value: Json | undefined): value is number {
  return typeof value === 'number';
}

/** The readiness probe of the manifest is what the kubelet asks; etcd and older manifests have only a liveness probe. */
function healthUrl(container: JsonObject): string | undefined {
  const probe = [container['readinessProbe'], container['livenessProbe']].map(fields).find((each) => 'httpGet' in each);
  const get = fields(probe?.['httpGet']);
  const named = get['port'];
  const port = typeof named === 'string' ? portNamed(container, named) : named;
  if (typeof port !== 'number') return undefined;
  const scheme = textOf(get['scheme']).toLowerCase() || 'http';
  return `${scheme}://${joinHostPort(textOf(get['host']) || '127.0.0.1', port)}${textOf(get['path']) || '/'}`;
}

function portNamed(container: JsonObject, name: string): Json | undefined {
  const ports = container['ports'];
  return Array.isArray(ports) ? ports.map(fields).find((port) => port['name'] === name)?.['containerPort'] : undefined;
}

function fields(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {};
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
