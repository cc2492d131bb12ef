import { coreDns } from '../../manifests/coredns.ts';
import { proxyMasks } from '../../manifests/env.ts';
import { withKeptChanges } from '../../manifests/kept-changes.ts';
import { kubeProxy } from '../../manifests/kube-proxy.ts';
import type { ManifestObject } from '../../manifests/manifest-object.ts';
import type { PatchTarget } from '../../manifests/patch-files.ts';
import { applyPatches, patchesOf } from '../../manifests/patches.ts';
import { type ApiRef, refKey, refOf } from '../../plan/api-object.ts';
import type { Facts, NodeFacts } from '../../plan/facts.ts';
import type { Json, KubeObject } from '../../plan/json.ts';
import type { Note, Phase, Plan } from '../../plan/phase.ts';
import type { Secret } from '../../plan/secret.ts';
import { corefileBackupKey, corefileKey } from '../../spec/corefile/installed-dns.ts';
import { tagOfImage } from '../../spec/images.ts';
import { laggards, type UpgradeSpec } from '../../spec/upgrade-spec.ts';
import { findMinorFacts, versionWithCoreDns } from '../../spec/versions.ts';
import { applyObjects } from '../apply-objects.ts';
import { coreDnsDeployment, dnsAddon, dnsDeploymentFound, dnsLooks } from '../dns-addon.ts';
import { patchLooks } from '../patch-looks.ts';
import { upgradeVia } from './via.ts';

const proxyDaemonSet: ApiRef = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  name: 'kube-proxy',
  namespace: 'kube-system',
};

const flags = ['config', 'dry-run', 'kubeconfig', 'patches'];

/** Why an addon is left as it is: it is turned off, or it must not be newer than an API server (kubeadm 1.36.3). */
function leftAlone(addon: string, disabled: boolean, spec: UpgradeSpec): Plan | undefined {
  const others = laggards(spec);
  const why = disabled
    ? 'the configuration of the cluster turns it off'
    : others.length > 0
      ? `API servers of other control planes are to be upgraded first: ${others.join(', ')}`
      : undefined;
  return why === undefined
    ? undefined
    : { effects: [], notes: [{ level: 'info', text: `${addon} is left as it is: ${why}` }] };
}

function liveObject(ref: ApiRef, { objects }: Facts): KubeObject | undefined {
  const found = objects.get(refKey(ref));
  return found?.state === 'present' ? found.object : undefined;
}

/** The first container of a Deployment or DaemonSet. */
function containerOf(live: KubeObject) {
  const spec = live['spec'] as { readonly template?: { readonly spec?: { readonly containers?: readonly Json[] } } };
  return spec.template?.spec?.containers?.[0] as
    | { readonly image?: string; readonly env?: readonly { readonly name: string; readonly value?: string }[] }
    | undefined;
}

/** Tag of the image that runs; '' when it has none. */
function tagOf(live: KubeObject): string {
  return tagOfImage(containerOf(live)?.image ?? '');
}

/** The proxies that it was made with may have passwords, as those of this machine may. */
function masksOf(live: KubeObject | undefined, node: NodeFacts): readonly Secret[] {
  const env = (live && containerOf(live)?.env) ?? [];
  const proxyEnv = [...node.proxyEnv, ...env.map(({ name, value = '' }) => ({ name, value }))];
  return proxyMasks({ ...node, proxyEnv });
}

/** The configuration for another version; the same where that version is not known. */
function withVersion(spec: UpgradeSpec, version = ''): UpgradeSpec {
  if (findMinorFacts(version) === undefined) return spec;
  return { ...spec, cluster: { ...spec.cluster, kubernetesVersion: version } };
}

/** A Deployment that an interrupted migration let read the old Corefile: that was nobody's own change. */
function readingCorefile(live: KubeObject): KubeObject {
  const text = JSON.stringify(live).replaceAll(`"key":"${corefileBackupKey}"`, `"key":"${corefileKey}"`);
  return JSON.parse(text) as KubeObject;
}

/** Objects of the version to come, the one that runs with what people have changed of it. */
function withLiveChanges(
  target: readonly ManifestObject[],
  base: readonly ManifestObject[],
  live: KubeObject | undefined,
): { readonly objects: readonly ManifestObject[]; readonly notes: readonly Note[] } {
  const key = live && refKey(refOf(live));
  const defaults = base.find(({ object }) => refKey(refOf(object)) === key)?.object;
  if (live === undefined || defaults === undefined) return { objects: target, notes: [] };
  const notes: Note[] = [];
  const objects = target.map((entry) => {
    if (refKey(refOf(entry.object)) !== key) return entry;
    const { object, kept } = withKeptChanges(defaults, live, entry.object);
    if (kept.length > 0) {
      const text = `${live.kind} ${live.metadata.name} stays as it was changed, in ${kept.join(', ')}`;
      notes.push({ level: 'info', text });
    }
    return { ...entry, object };
  });
  return { objects, notes };
}

/** Patches that are given now win over what was changed before. */
function patched(
  target: PatchTarget,
  ref: ApiRef,
  objects: readonly ManifestObject[],
  spec: UpgradeSpec,
  facts: Facts,
): readonly ManifestObject[] {
  const patches = patchesOf(spec, facts);
  return objects.map((entry) =>
    refKey(refOf(entry.object)) === refKey(ref)
      ? { ...entry, object: applyPatches(target, entry.object, patches).object }
      : entry,
  );
}

const coredns: Phase<UpgradeSpec> = {
  name: 'coredns',
  short: 'Upgrade CoreDNS',
  flags,
  reads: ['cluster'],
  runIf: ({ controlPlane }) => controlPlane,
  looks: (spec) => [
    { kind: 'object', ref: coreDnsDeployment, via: upgradeVia(spec) },
    ...dnsLooks(upgradeVia(spec)),
    ...patchLooks(spec),
  ],
  steps: [
    ({ spec, facts }) => {
      const left = leftAlone('CoreDNS', spec.cluster.dns.disabled, spec);
      if (left !== undefined) return left;
      const live = liveObject(coreDnsDeployment, facts);
      const base = coreDns(withVersion(spec, live && versionWithCoreDns(tagOf(live))));
      // Replicas of one that has another name; those of this one are among the changes that are kept.
      const other = live === undefined ? dnsDeploymentFound(facts) : undefined;
      const target = coreDns(spec, other === undefined ? {} : { existing: other });
      const merged = withLiveChanges(target, base, live && readingCorefile(live));
      const wanted = patched('corednsdeployment', coreDnsDeployment, merged.objects, spec, facts);
      const { kubernetesVersion } = spec.cluster;
      const dns = dnsAddon('addon/coredns', wanted, kubernetesVersion, facts, upgradeVia(spec));
      return {
        effects: [
          ...dns.first,
          ...applyObjects('addon/coredns', 'resolve the names of Services and Pods', dns.objects, upgradeVia(spec)),
        ],
        notes: [...dns.notes, ...merged.notes],
        refusals: dns.refusals,
      };
    },
  ],
};

const kubeProxyPhase: Phase<UpgradeSpec> = {
  name: 'kube-proxy',
  short: 'Upgrade kube-proxy',
  flags,
  reads: ['cluster'],
  runIf: ({ controlPlane }) => controlPlane,
  looks: (spec) => [{ kind: 'object', ref: proxyDaemonSet, via: upgradeVia(spec) }, ...patchLooks(spec)],
  steps: [
    ({ spec, facts }) => {
      const left = leftAlone('kube-proxy', spec.cluster.proxy.disabled, spec);
      if (left !== undefined) return left;
      const live = liveObject(proxyDaemonSet, facts);
      // Which proxies it was made with is not known, so those that it has count as somebody's own.
      const base = kubeProxy(withVersion(spec, live && tagOf(live)), { ...facts.node, proxyEnv: [] });
      const merged = withLiveChanges(kubeProxy(spec, facts.node), base, live);
      return {
        effects: applyObjects(
          'addon/kube-proxy',
          'route the addresses of Services on every node',
          patched('kubeproxydaemonset', proxyDaemonSet, merged.objects, spec, facts),
          upgradeVia(spec),
          masksOf(live, facts.node),
        ),
        notes: merged.notes,
      };
    },
  ],
};

/** Upgrades what every cluster has besides its control plane, when the last API server is upgraded. */
export const addon: Phase<UpgradeSpec> = {
  name: 'addon',
  aliases: ['addons'],
  short: 'Upgrade CoreDNS and kube-proxy',
  all: { short: 'Upgrade all addons', flags },
  children: [coredns, kubeProxyPhase],
};
