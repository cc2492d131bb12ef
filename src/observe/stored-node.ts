import { dirname, resolve } from 'node:path';
import type { Host } from '../host/host.ts';
import { currentUser, parseKubeconfig } from '../pki/kubeconfig.ts';
import { readCertificateFile } from '../pki/read.ts';
import type { Json, JsonObject, KubeObject } from '../plan/json.ts';
import { advertiseAddressAnnotation, criSocketAnnotation } from '../spec/annotations.ts';
import { splitEndpoint } from '../spec/endpoint.ts';
import { socketUrl } from '../spec/node-defaults.ts';
import { kubeletInstanceConfigFile, kubernetesDirectory } from '../spec/paths.ts';
import type { LocalAPIEndpoint, Taint } from '../spec/types.ts';
import { parseYaml } from '../spec/yaml-read.ts';
import { readObject, type Seen, type StoredWanted, tryUntil } from './stored-objects.ts';

/** Where the kubelet's credentials are named. */
const kubeletKubeconfig = `${kubernetesDirectory}/kubelet.conf`;
const userPrefix = 'system:node:';

/** How this node is registered in its cluster. */
export interface StoredNode {
  readonly name: string;
  /** '' when neither file nor annotation tells. */
  readonly criSocket: string;
  readonly taints: readonly Taint[];
}

type Wanted = Omit<StoredWanted, 'components'>;

/**
 * The name of this node: whom the kubelet's client certificate names, since the name of the machine may have been
 * overridden or may have changed (kubeadm does the same).
 */
export async function observeNodeName({ files }: Host, kubeconfig = kubeletKubeconfig): Promise<Seen<string>> {
  const unusable = (why: string): Seen<string> => ({ state: 'unknown', obstacle: 'no-kubeconfig', why });
  const text = await readText(kubeconfig);
  if (text === undefined) return { state: 'absent', why: `there is no ${kubeconfig}: this machine is no node yet` };
  const parsed = parseKubeconfig(text);
  if (parsed.problem !== undefined) return unusable(`${kubeconfig}: ${parsed.problem}`);
  const user = currentUser(parsed.value);
  const file = user?.certificateFile === undefined ? undefined : resolve(dirname(kubeconfig), user.certificateFile);
  const pem = user?.certificate ?? (file === undefined ? undefined : await readText(file));
  if (pem === undefined) {
    return unusable(file === undefined ? `${kubeconfig} holds no client certificate` : `there is no ${file}`);
  }
  const certificate = readCertificateFile(pem);
  if (certificate.problem !== undefined) return unusable(`${file ?? kubeconfig}: ${certificate.problem}`);
  const { commonName } = certificate.value.certificate.subject;
  if (!commonName.startsWith(userPrefix)) return unusable(`${file ?? kubeconfig} is that of "${commonName}", no node`);
  return { state: 'present', value: commonName.slice(userPrefix.length) };

  function readText(path: string): Promise<string | undefined> {
    return files.read(path).catch(() => undefined);
  }
}

/** How the node of that name is registered: the socket from the node's own file or the annotation, taints from the Node. */
export async function observeStoredNode(name: string, wanted: Wanted, host: Host): Promise<Seen<StoredNode>> {
  const node = await readObject({ apiVersion: 'v1', kind: 'Node', name }, wanted, host);
  if (node.state !== 'present') return node;
  const annotated = node.value.metadata.annotations?.[criSocketAnnotation] ?? '';
  const criSocket = socketUrl((await instanceSocket(host)) || annotated);
  const spec = (node.value['spec'] ?? {}) as { readonly taints?: readonly Taint[] };
  return { state: 'present', value: { name, criSocket, taints: spec.taints ?? [] } };
}

/** The runtime's socket that the kubelet of this node was told of in a file of its own; '' when there is none. */
export async function instanceSocket({ files }: Host): Promise<string> {
  const text = await files.read(kubeletInstanceConfigFile).catch(() => undefined);
  if (text === undefined) return '';
  const value = fieldsOf(parsed(text))['containerRuntimeEndpoint'];
  return typeof value === 'string' ? value : '';
}

function parsed(text: string): Json {
  try {
    return parseYaml(text);
  } catch {
    return null;
  }
}

function fieldsOf(value: Json): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** Where the API server of a node listens, from the annotation on its static Pod. */
export async function observeApiEndpoint(
  nodeName: string,
  wanted: Wanted,
  host: Host,
): Promise<Seen<LocalAPIEndpoint>> {
  const pods = await tryUntil(wanted, host, async () =>
    (await host.kube.connect(wanted.via)).list(
      { apiVersion: 'v1', kind: 'Pod', namespace: 'kube-system' },
      { labels: 'component=kube-apiserver,tier=control-plane', fields: `spec.nodeName=${nodeName}` },
    ),
  );
  if (pods.state !== 'present') return pods;
  const annotation = pods.value.map(annotated).find((value) => value !== undefined);
  if (annotation === undefined) {
    return {
      state: 'absent',
      why: `no API server of the node ${nodeName} tells its address in ${advertiseAddressAnnotation}`,
    };
  }
  const { host: advertiseAddress, port } = splitEndpoint(annotation);
  return port === undefined
    ? { state: 'absent', why: `the annotation ${advertiseAddressAnnotation} of ${nodeName} has no port: ${annotation}` }
    : { state: 'present', value: { advertiseAddress, bindPort: port } };
}

function annotated(pod: KubeObject): string | undefined {
  return pod.metadata.annotations?.[advertiseAddressAnnotation];
}
