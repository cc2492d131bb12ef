import { converge, type ManifestObject } from '../manifests/manifest-object.ts';
import { type ApiRef, refKey, type Via } from '../plan/api-object.ts';
import type { Effect } from '../plan/effect.ts';
import { type Facts, type Look, listKey } from '../plan/facts.ts';
import type { KubeObject } from '../plan/json.ts';
import type { Note } from '../plan/phase.ts';
import type { CorefileNotice } from '../spec/corefile/corefile-notices.ts';
import { type CorefileUpgrade, corefileUpgrade } from '../spec/corefile/corefile-upgrade.ts';
import {
  corefileBackupKey,
  corefileKey,
  dnsConfigMap,
  dnsDeployments,
  type InstalledDns,
  installedDns,
} from '../spec/corefile/installed-dns.ts';
import { ownWords } from '../spec/corefile/known-default.ts';
import { readCorefile } from '../spec/corefile/read-corefile.ts';
import { minorFacts } from '../spec/versions.ts';
import { applyObjects } from './apply-objects.ts';

/** What becomes of CoreDNS. */
export interface DnsAddon {
  /** The objects with what is to be done with the Corefile in them. */
  readonly objects: readonly ManifestObject[];
  /** What comes before the objects are applied. */
  readonly first: readonly Effect[];
  readonly notes: readonly Note[];
  readonly refusals: readonly string[];
}

/** The Deployment that is made; one of another name counts as CoreDNS too when it has the label. */
export const coreDnsDeployment: ApiRef = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: 'coredns',
  namespace: 'kube-system',
};

/** What a phase has to look at for that. */
export function dnsLooks(via: Via): readonly Look[] {
  return [
    { kind: 'object', ref: dnsConfigMap, via },
    { kind: 'list', of: dnsDeployments, via },
  ];
}

/** The Deployment that resolves names, whatever it is called; undefined when there is none, or when nobody knows which one. */
export function dnsDeploymentFound(facts: Facts): KubeObject | undefined {
  const installed = installedIn(facts);
  return 'problem' in installed ? undefined : installed.deployment;
}

/**
 * Deals with the Corefile that is there, as kubeadm does when it installs or upgrades CoreDNS (1.35.4 to 1.37.0).
 * @param objects those of the new version, the ConfigMap with the default Corefile among them
 * @param kubernetesVersion the version that brings CoreDNS
 */
export function dnsAddon(
  phase: string,
  objects: readonly ManifestObject[],
  kubernetesVersion: string,
  facts: Facts,
  via: Via,
): DnsAddon {
  const kept = (kinds: readonly string[]) =>
    objects.map((entry) =>
      kinds.includes(entry.object.kind) ? { ...entry, policy: 'create-if-absent' as const } : entry,
    );
  const installed = installedIn(facts);
  const upgrade: CorefileUpgrade | { readonly kind: 'unseen' } =
    'problem' in installed
      ? installed.unseen
        ? { kind: 'unseen' }
        : { kind: 'refused', problem: installed.problem }
      : corefileUpgrade(installed, minorFacts(kubernetesVersion).coreDnsTag);
  switch (upgrade.kind) {
    case 'default': {
      if (upgrade.old === undefined) return { objects: kept(['ConfigMap']), first: [], notes: [], refusals: [] };
      const wanted = objects.map((entry) =>
        entry.object.kind === 'ConfigMap' ? { ...entry, policy: 'converge' as const } : entry,
      );
      return { objects: wanted, first: [], notes: lostWords(upgrade.old, objects), refusals: [] };
    }
    case 'kept':
      return { objects: kept(['ConfigMap']), first: [], notes: [], refusals: [] };
    case 'migrated': {
      const { corefile: backup = '' } = installed as InstalledDns;
      return {
        objects: objects.filter(({ object }) => object.kind !== 'ConfigMap'),
        first: migration(phase, { [corefileKey]: upgrade.text, [corefileBackupKey]: backup }, via),
        notes: [{ level: 'info', text: migratedText(upgrade.notices) }],
        refusals: [],
      };
    }
    case 'stuck': {
      const text = `the Corefile must be migrated and cannot be: ${upgrade.problem}; it stays as it is, and so does the Deployment coredns with its old image; correct it with kubectl -n kube-system edit configmap coredns, then give this phase again`;
      return {
        objects: kept(['ConfigMap', 'Deployment']),
        first: [],
        notes: [{ level: 'warning', text }],
        refusals: [],
      };
    }
    case 'unseen':
      return { objects: kept(['ConfigMap', 'Deployment']), first: [], notes: [], refusals: [] };
    case 'refused':
      return { objects: [], first: [], notes: [], refusals: [`CoreDNS: ${upgrade.problem}; ${wayOut}`] };
  }
}

const wayOut = 'mend that, or see to CoreDNS yourself and leave it out with --skip-phases=addon/coredns';

function installedIn({ objects, lists }: Facts): InstalledDns | { readonly problem: string; readonly unseen?: true } {
  const configMap = objects.get(refKey(dnsConfigMap)) ?? { state: 'absent' };
  const deployments = lists?.get(listKey(dnsDeployments)) ?? { state: 'present', objects: [] };
  if (deployments.state === 'unknown') return { problem: deployments.why, unseen: true };
  if (configMap.state === 'unknown') return { problem: configMap.why, unseen: true };
  // Nobody makes it earlier in the same plan.
  const found = configMap.state === 'present' ? configMap.object : undefined;
  return installedDns(found, deployments.objects);
}

function migration(phase: string, data: { readonly [key: string]: string }, via: Via): readonly Effect[] {
  const { apiVersion, kind, ...metadata } = dnsConfigMap;
  const [configMap] = applyObjects(
    phase,
    'migrate the Corefile for the new CoreDNS, and keep the old one beside it',
    [converge({ apiVersion, kind, metadata, data })],
    via,
  );
  return [
    // What it leads to comes after it, not with it.
    { ...configMap!, group: `${phase}/corefile` },
    {
      kind: 'call',
      id: `${phase}:old-corefile`,
      why: 'let the CoreDNS that runs read the old Corefile until the new one takes its place',
      operation: 'old-corefile-hold',
      input: {
        via: { ...via },
        configMap: dnsConfigMap.name,
        deployment: { ...coreDnsDeployment },
        key: corefileKey,
        backupKey: corefileBackupKey,
      },
    },
  ];
}

function migratedText(notices: readonly CorefileNotice[]): string {
  const last = new Map(
    notices.map(({ plugin, option, state, release }) => [
      option === undefined ? plugin : `${plugin}.${option}`,
      `${state === 'new-default' ? 'wanted' : state} in ${release}`,
    ]),
  );
  const changes = [...last].map(([what, how]) => `${what} (${how})`).join(', ');
  return `the Corefile is migrated because of ${changes}; the old one is kept in the ConfigMap coredns as ${corefileBackupKey}`;
}

/** kubeadm takes the default also where only words differ that the default of somebody else could have, and says nothing. */
function lostWords(old: Parameters<typeof ownWords>[0], objects: readonly ManifestObject[]): readonly Note[] {
  const map = objects.find(({ object }) => object.kind === 'ConfigMap')!.object;
  const { [corefileKey]: text = '' } = map['data'] as { readonly [key: string]: string };
  const lost = ownWords(old, readCorefile(text));
  if (lost.length === 0) return [];
  const said = lost.map((line) => JSON.stringify(line)).join(', ');
  return [
    {
      level: 'warning',
      text: `the Corefile counts as an older default, and today's takes its place without ${said}; put back what you need: kubectl -n kube-system edit configmap coredns`,
    },
  ];
}
