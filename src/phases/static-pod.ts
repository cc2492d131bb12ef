import { podMasks } from '../manifests/env.ts';
import { applyPatches, patchesOf } from '../manifests/patches.ts';
import { staticPodYaml } from '../manifests/static-pod.ts';
import { text } from '../plan/artifact.ts';
import type { CallEffect, WriteEffect } from '../plan/effect.ts';
import type { Look } from '../plan/facts.ts';
import type { KubeObject } from '../plan/json.ts';
import type { PhaseContext, Plan } from '../plan/phase.ts';
import { manifestPath, type StaticPodName } from '../spec/paths.ts';
import type { InitSpec } from '../spec/types.ts';
import { patchLooks } from './patch-looks.ts';
import { patchNotes } from './patch-notes.ts';
import { rootless, rootlessLooks } from './rootless.ts';

/** What is looked at before a static Pod is planned. */
export function staticPodLooks(component: StaticPodName, spec: InitSpec): readonly Look[] {
  return [{ kind: 'file', path: manifestPath(component) }, ...patchLooks(spec), ...rootlessLooks(component, spec)];
}

/** How a static Pod comes about. */
export interface StaticPodPlan extends Plan {
  /** What it needs before its manifest is written; in `effects` too. */
  readonly prepares: readonly CallEffect[];
  /** The same, and only while it is stopped. */
  readonly data: readonly CallEffect[];
  /** The last of `effects`. */
  readonly manifest: WriteEffect;
}

/** Writes a static Pod's manifest, user patches applied; one that is there already is replaced, as kubeadm does. */
export function planStaticPod(
  phase: string,
  component: StaticPodName,
  pod: KubeObject,
  context: PhaseContext<InitSpec>,
): StaticPodPlan {
  const made = rootless(phase, component, pod, context);
  const { object, applied } = applyPatches(component, made.pod, patchesOf(context.spec, context.facts));
  const masks = podMasks(context.spec, component, context.facts.node);
  const manifest: WriteEffect = {
    kind: 'write',
    id: `${phase}:write`,
    why: `let the kubelet run ${component} as a static Pod`,
    artifact: {
      what: `static Pod manifest for ${component}`,
      files: [{ path: manifestPath(component), mode: 0o600, content: text(staticPodYaml(object)) }],
      sameWhen: 'bytes',
      directoryMode: 0o700,
      ...(masks.length === 0 ? {} : { masks }),
    },
  };
  return {
    prepares: made.effects,
    data: made.data,
    manifest,
    effects: [...made.effects, ...made.data, manifest],
    notes: patchNotes(applied),
    refusals: made.refusals,
  };
}
