import type { ServiceLine } from '../../host/service-manager.ts';
import { quotedField, shortened } from './fatal-line.ts';
import type { ComplaintKind } from './picture.ts';

/** One complaint in one line of the kubelet. `component` is undefined when it is not about a static Pod. */
export interface ComplaintLine {
  readonly kind: ComplaintKind;
  readonly component: string | undefined;
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Reasons of the kubelet (its pod worker's "Error syncing pod") that say what failed. Those of waiting
 * (CrashLoopBackOff, ImagePullBackOff) repeat older ones and are no news.
 */
const reasons: { readonly [reason: string]: ComplaintKind } = {
  CreatePodSandboxError: 'sandbox',
  ErrImagePull: 'image',
  ErrImageNeverPull: 'image',
  InvalidImageName: 'image',
  RegistryUnavailable: 'image',
  SignatureValidationFailed: 'image',
  CreateContainerConfigError: 'container',
  CreateContainerError: 'container',
  RunContainerError: 'container',
};

/** What a line of the kubelet (1.35 to 1.37) complains about, when that keeps something from starting. */
export function complaintOf({ at, text: line }: ServiceLine): ComplaintLine | undefined {
  if (!/^E\d{4} /.test(line)) return undefined;
  if (line.includes('"Failed to start healthz server"')) {
    return { kind: 'health-port', component: undefined, text: shortened(line), at };
  }
  if (line.includes('"Failed while requesting a signed certificate')) {
    return { kind: 'certificate', component: undefined, text: shortened(line), at };
  }
  if (line.includes('"Could not process manifest file"') || line.includes(`"Can't process manifest file"`)) {
    const path = quotedField(line, 'path') ?? '';
    const component = /\/([^/]+)\.yaml$/.exec(path)?.[1];
    return { kind: 'manifest', component, text: shortened(line), at };
  }
  if (line.includes('MountVolume.SetUp failed')) {
    const text = /MountVolume\.SetUp failed .*/.exec(shortened(line))?.[0] ?? shortened(line);
    return { kind: 'volume', component: componentOf(/pod "([^"]+)"/.exec(text)?.[1]), text, at };
  }
  if (!line.includes('"Error syncing pod, skipping"')) return undefined;
  const [, reason = '', text = ''] = / with (\w+): "?(.*?)"?$/s.exec(shortened(line)) ?? [];
  const kind = reasons[reason];
  if (kind === undefined) return undefined;
  return {
    kind,
    component: componentOf(/^kube-system\/(.+)$/.exec(quotedField(line, 'pod') ?? '')?.[1]),
    text: `${reason}: ${text.replaceAll('\\"', '"')}`,
    at,
  };
}

/** The component of a static Pod's name, which has the node's name behind it. */
function componentOf(pod: string | undefined): string | undefined {
  return ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].find((component) =>
    pod?.startsWith(`${component}-`),
  );
}
