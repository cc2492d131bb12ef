import semver from 'semver';
import { etcdMetricsUrl, etcdPeerUrl, etcdPod } from '../../manifests/etcd-pod.ts';
import { certificateNamed, certificatePaths } from '../../pki/cert-list.ts';
import { factText } from '../../pki/fact-text.ts';
import type { CallEffect } from '../../plan/effect.ts';
import { fileFact, type Look } from '../../plan/facts.ts';
import type { Json } from '../../plan/json.ts';
import type { Phase, PhaseContext, Plan } from '../../plan/phase.ts';
import { images } from '../../spec/images.ts';
import { manifestPath, type StaticPodName } from '../../spec/paths.ts';
import type { UpgradeSpec } from '../../spec/upgrade-spec.ts';
import {
  type ControlPlaneComponentName,
  controlPlaneComponents,
  controlPlanePodLooks,
  planControlPlanePod,
} from '../control-plane-pods.ts';
import { componentHealthUrls, type WaitedComponent } from '../health-urls.ts';
import { planStaticPod, staticPodLooks } from '../static-pod.ts';
import { keptEtcdDataPath } from './kept-paths.ts';
import {
  healthUrlOf,
  type ManifestChange,
  manifestChange,
  type NeedingComponent,
  renewAdministrators,
  replaceStaticPod,
  upgradeRenewalLooks,
  upgradeRenewalMints,
} from './static-pod.ts';
import { upgradeVia } from './via.ts';

const phase = 'control-plane';
type Context = PhaseContext<UpgradeSpec>;

function looks(spec: UpgradeSpec): readonly Look[] {
  return [
    ...controlPlaneComponents.flatMap((component) => controlPlanePodLooks(component, spec)),
    ...staticPodLooks('etcd', spec),
    ...upgradeRenewalLooks(spec),
    ...(upgradesEtcd(spec) ? [{ kind: 'etcd', access: etcdAccess(spec) } as const] : []),
  ];
}

function upgradesEtcd({ cluster, etcdUpgrade, controlPlane }: UpgradeSpec): boolean {
  return cluster.etcd.local !== undefined && etcdUpgrade && controlPlane;
}

function etcdAccess(spec: UpgradeSpec) {
  const client = certificatePaths(certificateNamed('etcd-healthcheck-client'), spec);
  return {
    via: { ...upgradeVia(spec) },
    caFile: certificatePaths(certificateNamed('etcd-ca'), spec).certificate,
    certFile: client.certificate,
    keyFile: client.key,
  };
}

/** Where a cluster's members are named: only a member without data heeds them, so they are no reason to restart one. */
const bootstrapFlag = /^--initial-cluster(?:-state)?=/;

function withoutBootstrap(pod: Json): Json {
  if (Array.isArray(pod))
    return pod.filter((word) => typeof word !== 'string' || !bootstrapFlag.test(word)).map(withoutBootstrap);
  if (pod === null || typeof pod !== 'object') return pod;
  return Object.fromEntries(Object.entries(pod).map(([key, value]) => [key, withoutBootstrap(value!)]));
}

function etcdChange(context: Omit<Context, 'secrets'>): ManifestChange {
  const full = withoutSecrets(context);
  return manifestChange('etcd', planStaticPod(phase, 'etcd', etcdPod(context.spec), full), full, withoutBootstrap);
}

/** Manifests hold nothing that is minted. */
function withoutSecrets(context: Omit<Context, 'secrets'>): Context {
  return { ...context, secrets: { keys: new Map(), texts: new Map() } };
}

function componentChange(component: ControlPlaneComponentName, context: Omit<Context, 'secrets'>): ManifestChange {
  const full = withoutSecrets(context);
  return manifestChange(component, planControlPlanePod(phase, component, full), full);
}

/** An older etcd does not read the data of a newer one. */
function isDowngrade(current: string | undefined, spec: UpgradeSpec): boolean {
  const running = semver.parse(/\bimage: \S+\/etcd:([^\s"'@]+)/.exec(current ?? '')?.[1] ?? null);
  const target = semver.parse(images(spec.cluster).etcd.split(':').at(-1)!);
  return running !== null && target !== null && semver.lt(target, running);
}

function planEtcd(context: Context): Plan {
  const { spec, facts } = context;
  if (!upgradesEtcd(spec)) {
    const why = spec.cluster.etcd.local === undefined ? 'it is external' : '--etcd-upgrade=false';
    return { effects: [], notes: [{ level: 'info', text: `etcd is left as it is: ${why}` }] };
  }
  const change = etcdChange(context);
  if (change.changes && isDowngrade(change.current, spec)) {
    const text = `etcd runs a newer version than ${images(spec.cluster).etcd} and is left as it is`;
    return { effects: [], notes: [{ level: 'warning', text }] };
  }
  const folder = spec.cluster.etcd.local!.dataDir;
  const alone = isAlone(context);
  const options = {
    healthUrl: `${etcdMetricsUrl(spec)}/readyz`,
    commit: true,
    takesAlong: 'kube-apiserver',
    needing: needingComponents('etcd', context),
    ...(alone && { dataFolder: folder }),
  } as const;
  // The new manifest may have been written by a try that was interrupted, and its etcd not be healthy yet.
  if (!change.changes) return replaceStaticPod('etcd', change, context, options);
  const well: CallEffect = {
    kind: 'call',
    id: `${phase}:etcd/well`,
    why: 'see that every member of etcd is well before one is replaced',
    operation: 'etcd-check',
    input: { access: etcdAccess(spec), need: 'all', timeoutMs: spec.timeouts.etcdAPICall },
  };
  const data: CallEffect = {
    kind: 'call',
    id: `${phase}:etcd/data`,
    why: 'copy the data of etcd while it is stopped',
    operation: 'etcd-data-keep',
    input: { criSocket: spec.nodeRegistration.criSocket, folder, kept: keptEtcdDataPath(facts) },
    wholeWithNext: true,
  };
  const plan = replaceStaticPod('etcd', change, context, { ...options, ...(alone && { between: [data] }) });
  // A manifest that is away belongs to a run that was interrupted between stopping etcd and starting it.
  const stopped = change.current === undefined;
  return { ...plan, effects: stopped ? plan.effects : [well, ...plan.effects] };
}

/**
 * Members elsewhere have the data, too; only one that is alone loses them for good. A member of several must not go back in
 * time. Where etcd cannot be asked, since a run was interrupted while it was stopped, there are as many members as API
 * servers.
 */
function isAlone({ spec, facts }: Context): boolean {
  const { etcd } = facts;
  if (etcd?.state !== 'present') return (spec.running?.apiServers.size ?? 0) <= 1;
  const voters = etcd.members.filter(({ learner }) => !learner);
  return voters.length <= 1 && voters.every(({ peerUrls }) => peerUrls.includes(etcdPeerUrl(spec)));
}

/** Where the components of the control plane tell how they are, as their manifests are now. */
function healthUrlsOf({ spec, facts }: Context): ReadonlyMap<StaticPodName, string> {
  const texts = new Map<WaitedComponent, string | undefined>(
    controlPlaneComponents.map((name) => [name, factText(fileFact(facts, manifestPath(name)))]),
  );
  const urls = componentHealthUrls(spec, texts);
  return new Map(controlPlaneComponents.map((name) => [name, healthUrlOf(texts.get(name), urls[name])]));
}

/** What ends sooner or later when a component does not come up: API servers without etcd, holders of a lease without them. */
const needers: { readonly [component in StaticPodName]: readonly ControlPlaneComponentName[] } = {
  etcd: controlPlaneComponents,
  'kube-apiserver': ['kube-controller-manager', 'kube-scheduler'],
  'kube-controller-manager': [],
  'kube-scheduler': [],
};

function needingComponents(component: StaticPodName, context: Context): readonly NeedingComponent[] {
  const urls = healthUrlsOf(context);
  return needers[component].map((name) => ({ component: name, url: urls.get(name)! }));
}

function planComponent(component: ControlPlaneComponentName, context: Context): Plan {
  return replaceStaticPod(component, componentChange(component, context), context, {
    healthUrl: healthUrlsOf(context).get(component)!,
    needing: needingComponents(component, context),
    // The whole control plane is new and healthy then.
    commit: component === controlPlaneComponents.at(-1)!,
  });
}

function changing(context: Omit<Context, 'secrets'>): readonly StaticPodName[] {
  return [
    ...(upgradesEtcd(context.spec) && etcdChange(context).changes ? (['etcd'] as const) : []),
    ...controlPlaneComponents.filter((component) => componentChange(component, context).changes),
  ];
}

/** Administrators' certificates go with the components'. The manifests are new by now: what was minted tells, or a preview. */
function planAdministrators(context: Context): Plan {
  const { facts, secrets } = context;
  const minted = ['renew/admin.conf', 'renew/super-admin.conf'].some((name) => secrets.keys.has(name));
  const previewed = (['etcd', ...controlPlaneComponents] as const).some(
    (component) => fileFact(facts, manifestPath(component)).state === 'predicted',
  );
  return minted || previewed ? renewAdministrators(context) : { effects: [] };
}

/** Upgrades the control plane of this node, one static Pod after the other. */
export const controlPlane: Phase<UpgradeSpec> = {
  name: phase,
  short: 'Upgrade the static Pods of the control plane on this node',
  long: 'Replaces the static Pods of this node one at a time: etcd first, then the API server, the controller manager and the scheduler. Certificates that a Pod uses are renewed with it. Each is waited for until its new container runs and is healthy; when one does not come up, the old ones come back.',
  flags: ['certificate-renewal', 'config', 'dry-run', 'etcd-upgrade', 'kubeconfig', 'patches'],
  reads: ['cluster'],
  runIf: ({ controlPlane: here }) => here,
  looks,
  mints: (context) => upgradeRenewalMints(changing(context), context),
  steps: [
    planEtcd,
    ...controlPlaneComponents.map((component) => (context: Context) => planComponent(component, context)),
    planAdministrators,
  ],
};
