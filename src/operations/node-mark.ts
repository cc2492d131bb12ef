import type { ApiRef } from '../plan/api-object.ts';
import type { Json, JsonObject, KubeObject } from '../plan/json.ts';
import type { Operation, ViaInput } from './operation.ts';
import { hasNoKubeconfig, NotYet, retryApi } from './retry-api.ts';

/** A taint as core/v1 writes it. */
export type TaintInput = {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
  readonly timeAdded?: string;
};

/** A node, and the labels, taints and annotations it is to have beside its own. */
export interface NodeMarkInput extends JsonObject {
  readonly via: ViaInput;
  readonly node: string;
  readonly labels: { readonly [key: string]: string };
  readonly taints: readonly TaintInput[];
  readonly annotations?: { readonly [key: string]: string };
}

/** Set by the kubelet when it registers; until then it may still replace what we write. */
const registeredLabel = 'kubernetes.io/hostname';

/** Puts labels, taints and annotations on a Node once the kubelet has registered it. */
export const nodeMark: Operation<NodeMarkInput> = {
  name: 'node-mark',
  describe: ({ node, labels, taints, annotations = {} }) => {
    const annotated = Object.keys(annotations).length === 0 ? '' : `, annotations ${listed(Object.keys(annotations))}`;
    return `mark the node ${node}: labels ${listed(Object.keys(labels))}, taints ${listed(taints.map(taintText))}${annotated}`;
  },

  async look(input, { host }) {
    try {
      const node = await (await host.kube.connect(input.via)).get(refOfNode(input.node));
      if (node === undefined) return { verdict: 'do', reason: 'the node has not registered yet' };
      return patchFor(input, node) === undefined
        ? { verdict: 'keep', reason: 'the marks are there' }
        : { verdict: 'do' };
    } catch (error) {
      if (hasNoKubeconfig(error)) return { verdict: 'do', reason: error.message };
      return { verdict: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  },

  async act(input, context) {
    const ref = refOfNode(input.node);
    await retryApi(`marks of the node ${input.node}`, context, async () => {
      const api = await context.host.kube.connect(input.via);
      const node = await api.get(ref);
      if (node === undefined) throw new NotYet(`the node ${input.node} has not registered yet`);
      if (node.metadata.labels?.[registeredLabel] === undefined) {
        throw new NotYet(`the node ${input.node} has no label ${registeredLabel} yet`);
      }
      const patch = patchFor(input, node);
      if (patch !== undefined) await api.patch(ref, patch, 'strategic');
    });
  },

  inverse: { none: 'labels and taints may have been there before; kubectl takes them away' },
};

function refOfNode(name: string): ApiRef {
  return { apiVersion: 'v1', kind: 'Node', name };
}

/**
 * What is missing, as a strategic merge patch; undefined when nothing is. The list of taints can only be replaced as a
 * whole, so the patch names the version it was made from: a taint that others add in between is a conflict and is
 * tried again, not lost.
 */
function patchFor(input: NodeMarkInput, node: KubeObject): JsonObject | undefined {
  const labels = lacking(input.labels, node.metadata.labels);
  const annotations = lacking(input.annotations ?? {}, node.metadata.annotations);
  const existing = taintsOf(node);
  const missing = input.taints.filter((taint) => !existing.some((other) => isSame(taint, other)));
  if (labels.length === 0 && annotations.length === 0 && missing.length === 0) return undefined;
  const kept = existing.filter((other) => !missing.some((taint) => collides(taint, other)));
  return {
    metadata: {
      ...(typeof node.metadata['resourceVersion'] === 'string' && {
        resourceVersion: node.metadata['resourceVersion'],
      }),
      ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
      ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
    },
    ...(missing.length > 0 && { spec: { taints: [...missing, ...kept] as readonly Json[] } }),
  };
}

type Marks = { readonly [key: string]: string };

function lacking(wanted: Marks, there: Marks | undefined): readonly (readonly [key: string, value: string])[] {
  return Object.entries(wanted).filter(([key, value]) => there?.[key] !== value);
}

function taintsOf(node: KubeObject): readonly TaintInput[] {
  const spec = node['spec'] as { readonly taints?: readonly TaintInput[] } | undefined;
  return spec?.taints ?? [];
}

function isSame(a: TaintInput, b: TaintInput): boolean {
  return collides(a, b) && (a.value ?? '') === (b.value ?? '');
}

/** The API server takes only one taint of a key and an effect. */
function collides(a: TaintInput, b: TaintInput): boolean {
  return a.key === b.key && a.effect === b.effect;
}

function taintText({ key, value, effect }: TaintInput): string {
  return `${key}${value ? `=${value}` : ''}:${effect}`;
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}
