import { factText } from '../../pki/fact-text.ts';
import { planRenewal, renewalLooks, renewalMints } from '../../pki/plan-renewal.ts';
import { isForeign, type Renewable, renewables } from '../../pki/renewables.ts';
import type { AwaitEffect, CallEffect, Effect, WriteEffect } from '../../plan/effect.ts';
import { fileFact, type Look } from '../../plan/facts.ts';
import type { Json } from '../../plan/json.ts';
import type { Mint, Note, PhaseContext, Plan } from '../../plan/phase.ts';
import { canonicalJson } from '../../spec/canonical-json.ts';
import { bootCopyEntry, manifestPath, type StaticPodName } from '../../spec/paths.ts';
import type { UpgradeSpec } from '../../spec/upgrade-spec.ts';
import { parseYaml } from '../../spec/yaml-read.ts';
import type { StaticPodPlan } from '../static-pod.ts';
import { keptEtcdDataPath, keptManifestPath } from './kept-paths.ts';
import { probeUrl } from './probe-url.ts';

const phase = 'control-plane';
/** What is asked is on this machine. */
const intervalMs = 100;

/** What each component uses, and is renewed with it (kubeadm 1.36.3). */
const used: { readonly [component in StaticPodName]: readonly string[] } = {
  etcd: ['etcd-server', 'etcd-peer', 'etcd-healthcheck-client'],
  'kube-apiserver': ['apiserver', 'apiserver-kubelet-client', 'front-proxy-client', 'apiserver-etcd-client'],
  'kube-controller-manager': ['controller-manager.conf'],
  'kube-scheduler': ['scheduler.conf'],
};

/** The kubeconfigs of administrators, renewed when the control plane is. */
const administrators: readonly string[] = ['admin.conf', 'super-admin.conf'];

function renewablesNamed(names: readonly string[], spec: UpgradeSpec): readonly Renewable[] {
  if (!spec.certificateRenewal) return [];
  return names.flatMap((name) => {
    const found = renewables.find((renewable) => renewable.name === name);
    return found === undefined || isForeign(found, spec) ? [] : [found];
  });
}

/** Certificates that may be renewed, and what is looked at for that. */
export function upgradeRenewalLooks(spec: UpgradeSpec): readonly Look[] {
  const names = [...Object.values(used).flat(), ...administrators];
  return renewablesNamed(names, spec).flatMap((renewable) => renewalLooks(renewable, spec));
}

/** Keys for the certificates of components whose manifest changes, and of administrators when one does. */
export function upgradeRenewalMints(
  changing: readonly StaticPodName[],
  context: Omit<PhaseContext<UpgradeSpec>, 'secrets'>,
): readonly Mint[] {
  const names = changing.length === 0 ? [] : [...changing.flatMap((component) => used[component]), ...administrators];
  return renewablesNamed(names, context.spec).flatMap((renewable) => renewalMints(renewable, context));
}

function renewal(names: readonly string[], context: PhaseContext<UpgradeSpec>): Plan {
  const plans = renewablesNamed(names, context.spec).map((renewable) => ({
    renewable,
    planned: planRenewal(renewable, context),
  }));
  return {
    effects: plans.flatMap(({ renewable, planned }): readonly WriteEffect[] =>
      planned.artifact === undefined
        ? []
        : [
            {
              kind: 'write',
              id: `${phase}:renew/${renewable.name}`,
              why: `renew the ${renewable.longName}`,
              group: `${phase}:renew/${names[0]}`,
              artifact: planned.artifact,
            },
          ],
    ),
    notes: plans.flatMap(({ planned }) => planned.notes),
    refusals: plans.flatMap(({ planned }) => planned.refusals),
  };
}

/** Renews the kubeconfigs of administrators. */
export function renewAdministrators(context: PhaseContext<UpgradeSpec>): Plan {
  return renewal(administrators, context);
}

/** How the manifest of a component is to change. */
export interface ManifestChange {
  readonly changes: boolean;
  /** Text of the manifest as it is; undefined when there is none. */
  readonly current: string | undefined;
  readonly wanted: WriteEffect;
  readonly pod: StaticPodPlan;
  readonly notes: readonly Note[];
}

/**
 * Compares what is there with what is wanted, as Pods: another order or another way to write the same is no change
 * (kubeadm 1.36.3).
 * @param sameBut makes what does not count alike in both
 */
export function manifestChange(
  component: StaticPodName,
  pod: StaticPodPlan,
  { facts }: PhaseContext<UpgradeSpec>,
  sameBut: (pod: Json) => Json = (pod) => pod,
): ManifestChange {
  const wanted = pod.manifest;
  const current = factText(fileFact(facts, manifestPath(component)));
  const same =
    current !== undefined && canonicalJson(sameBut(podOf(current))) === canonicalJson(sameBut(podOf(textOf(wanted))));
  return {
    changes: !same,
    current,
    wanted: { ...wanted, id: `${phase}:${component}/write`, why: `run ${component} as the new version has it` },
    pod,
    notes: pod.notes ?? [],
  };
}

/** A Pod without its status, which no file of a static Pod says anything with. */
function podOf(text: string): Json {
  try {
    const { status: _, ...pod } = parseYaml(text) as { readonly [key: string]: Json };
    return pod;
  } catch {
    return null;
  }
}

/** Where a static Pod tells how it is: the URL of its probe, else another. */
export function healthUrlOf(manifest: string | undefined, otherwise: string): string {
  return (manifest === undefined ? undefined : probeUrl(podOf(manifest))) ?? otherwise;
}

function textOf({ artifact }: WriteEffect): string {
  const content = artifact.files[0]?.content;
  return content?.kind === 'text' ? content.text : '';
}

/** A component, and where it answers with 200 when it is well. */
export interface NeedingComponent {
  readonly [field: string]: string;
  readonly component: StaticPodName;
  readonly url: string;
}

/** What a component needs besides its manifest. */
export interface StaticPodOptions {
  /** While it is stopped. */
  readonly between?: readonly Effect[];
  /** A component that hangs without this one. */
  readonly takesAlong?: StaticPodName;
  /** What cannot work without it, and where that tells how it is. */
  readonly needing?: readonly NeedingComponent[];
  /** etcd that is alone in its cluster: its data come back when nothing else helps. */
  readonly dataFolder?: string;
  /** Once it is healthy, going back is wrong. */
  readonly commit?: boolean;
  /** Where its health is asked when its manifest names no probe. */
  readonly healthUrl: string;
}

/**
 * Replaces the manifest of a static Pod: the old one is kept, certificates that it uses are renewed, the new one is written,
 * and its container is awaited, running and healthy. When it does not come up, or what follows before the next commit mark
 * does not, the old one comes back. A manifest that is the same stays, and so do its certificates.
 */
export function replaceStaticPod(
  component: StaticPodName,
  change: ManifestChange,
  context: PhaseContext<UpgradeSpec>,
  options: StaticPodOptions,
): Plan {
  const { spec, facts } = context;
  const manifest = manifestPath(component);
  const { criSocket } = spec.nodeRegistration;
  const timeoutMs = spec.timeouts.upgradeManifests;
  const urlOf = (text: string): string => healthUrlOf(text, options.healthUrl);
  const keep: CallEffect = {
    kind: 'call',
    id: `${phase}:${component}/keep`,
    why: `keep the manifest of ${component} for the case that the new one fails`,
    operation: 'manifest-keep',
    input: {
      component,
      manifest,
      kept: keptManifestPath(component, facts),
      replaced: change.changes,
      bootEntry: bootCopyEntry,
      criSocket,
      healthUrl: urlOf(change.current ?? textOf(change.wanted)),
      needing: options.needing ?? [],
      timeoutMs,
      data: options.dataFolder === undefined ? null : { folder: options.dataFolder, kept: keptEtcdDataPath(facts) },
    },
    undoOnFailure: true,
  };
  const healthy: AwaitEffect = {
    kind: 'await',
    id: `${phase}:${component}/healthy`,
    why: `wait until ${change.changes ? 'the new ' : ''}${component} runs and is healthy`,
    probe: {
      kind: 'static-pod',
      component,
      manifest,
      url: urlOf(change.changes ? textOf(change.wanted) : (change.current ?? '')),
      criSocket,
    },
    intervalMs,
    timeoutMs,
    ...(options.commit === true && { commit: true }),
  };
  const there: CallEffect = {
    kind: 'call',
    id: `${phase}:${component}/boot`,
    why: 'a boot has nothing to put back any more',
    operation: 'boot-copy-end',
    input: { entry: bootCopyEntry },
  };
  if (!change.changes) {
    const text = `${component} has the manifest that it is to have, and keeps it and its certificates`;
    return {
      effects: [keep, ...change.pod.prepares, there, healthy],
      notes: [{ level: 'info', text }],
      refusals: change.pod.refusals ?? [],
    };
  }
  const renewed = renewal(used[component], context);
  const stop: CallEffect = {
    kind: 'call',
    id: `${phase}:${component}/stop`,
    why: `end the old ${component}`,
    operation: 'static-pod-stop',
    input: {
      component,
      manifest,
      kept: keptManifestPath(component, facts),
      bootEntry: bootCopyEntry,
      criSocket,
      timeoutMs,
      takesAlong: options.takesAlong ?? '',
      healthUrl: urlOf(change.current ?? textOf(change.wanted)),
      ...(options.dataFolder !== undefined && { formerCopy: keptEtcdDataPath(facts) }),
    },
    wholeWithNext: true,
  };
  return {
    effects: [
      keep,
      ...renewed.effects,
      ...change.pod.prepares,
      stop,
      ...(options.between ?? []),
      ...change.pod.data,
      change.wanted,
      there,
      healthy,
    ],
    notes: [...(renewed.notes ?? []), ...change.notes],
    refusals: [...(renewed.refusals ?? []), ...(change.pod.refusals ?? [])],
  };
}
