import type { Json, JsonObject } from '../plan/json.ts';
import { isObject } from './go-document.ts';

/** Numbers and switches of Pods that are left out when they hold the empty value of their type. */
const omittedWhenEmpty: ReadonlySet<string> = new Set([
  'failureThreshold',
  'hostIPC',
  'hostNetwork',
  'hostPID',
  'hostPort',
  'initialDelaySeconds',
  'periodSeconds',
  'readOnly',
  'stdin',
  'stdinOnce',
  'successThreshold',
  'timeoutSeconds',
  'tty',
]);

/** Maps from any key to a value; other empty objects say something (`emptyDir: {}`). */
const maps: ReadonlySet<string> = new Set([
  'annotations',
  'labels',
  'limits',
  'matchLabels',
  'nodeSelector',
  'requests',
]);

/** Lists of containers; each of them is written with its resources even when it has none. */
const containerLists: ReadonlySet<string> = new Set(['containers', 'initContainers', 'ephemeralContainers']);

/**
 * A patched Pod, or an object with a Pod template, as kubeadm writes it: it reads the result into Go's types and
 * serialises those, so what a patch left empty disappears and resources of new containers appear.
 */
export function podDocument<T extends JsonObject>(object: T): T {
  return written(object) as T;
}

function written(value: Json, key = ''): Json {
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item) => written(item));
    return containerLists.has(key) ? items.map(withResources) : items;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) =>
      item === undefined || isLeftOut(name, item) ? [] : [[name, written(item, name)]],
    ),
  );
}

function isLeftOut(name: string, value: Json): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return maps.has(name) && Object.keys(value).length === 0;
  return omittedWhenEmpty.has(name) && (value === 0 || value === false);
}

function withResources(container: Json): Json {
  return isObject(container) ? { resources: {}, ...container } : container;
}
