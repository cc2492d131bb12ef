import { asUser, type RunAs } from '../manifests/run-as.ts';
import { type CertificateName, certificateNamed, certificatePaths } from '../pki/cert-list.ts';
import { externalCertificate } from '../pki/external-authority.ts';
import { factText } from '../pki/fact-text.ts';
import type { CallEffect } from '../plan/effect.ts';
import { type Facts, fileFact, type Look } from '../plan/facts.ts';
import type { KubeObject } from '../plan/json.ts';
import type { Need, PhaseContext } from '../plan/phase.ts';
import { type AccountName, type Accounts, accountFiles, chooseAccounts, keyReaders } from '../spec/accounts.ts';
import { isRootless } from '../spec/feature-gates.ts';
import { kubernetesDirectory, type StaticPodName } from '../spec/paths.ts';
import type { InitSpec } from '../spec/types.ts';

/** What a component without root needs, beside its manifest. */
export interface Rootless {
  /** Its Pod, before users' patches. */
  readonly pod: KubeObject;
  /** The accounts, and its files given to them. */
  readonly effects: readonly CallEffect[];
  /** The data of etcd given to its user; only while it is stopped does that hold. */
  readonly data: readonly CallEffect[];
  readonly refusals: readonly string[];
}

const accountOf: { readonly [component in StaticPodName]: AccountName } = {
  etcd: 'kubeadm-etcd',
  'kube-apiserver': 'kubeadm-kas',
  'kube-controller-manager': 'kubeadm-kcm',
  'kube-scheduler': 'kubeadm-ks',
};

/** What is looked at before a component without root is planned; nothing when the gate is off. */
export function rootlessLooks(component: StaticPodName, spec: InitSpec): readonly Look[] {
  if (!isRootless(spec.cluster)) return [];
  const paths = [...Object.values(accountFiles), ...rootlessNeeds(component, spec).map(({ path }) => path)];
  return paths.map((path) => ({ kind: 'file', path }));
}

/**
 * Makes the static Pod of a component one that runs without root, when the gate RootlessControlPlane is on: accounts for
 * all components, and the files that this one reads given to its account, whatever they were before (kubeadm 1.35.4 to
 * 1.37.0; there it is done anew whenever a manifest is written).
 */
export function rootless(
  phase: string,
  component: StaticPodName,
  pod: KubeObject,
  { spec, facts }: Pick<PhaseContext<InitSpec>, 'spec' | 'facts'>,
): Rootless {
  if (!isRootless(spec.cluster)) return { pod, effects: [], data: [], refusals: [] };
  const chosen = accountsOf(facts);
  if ('refusals' in chosen) return { pod, effects: [], data: [], refusals: chosen.refusals };
  const runAs = runAsOf(component, chosen.accounts);
  const readers = chosen.accounts.groups.find(({ name }) => name === keyReaders)!.gid;
  const who = accountOf[component];
  const make: CallEffect = {
    kind: 'call',
    id: `${phase}:accounts/${component}`,
    why: 'make the users and groups of a control plane without root',
    operation: 'accounts-add',
    input: {
      users: chosen.accounts.users.map((user) => ({ ...user })),
      groups: chosen.accounts.groups.map((group) => ({ ...group })),
    },
  };
  const give: CallEffect = {
    kind: 'call',
    id: `${phase}:owner/${component}`,
    why: `let ${component} read its files as ${who}`,
    operation: 'owner-set',
    input: {
      who,
      files: [
        ...ownFiles(component, spec, facts).map((path) => ({ path, uid: runAs.uid, gid: runAs.gid, mode: 0o600 })),
        ...(signs(component) ? [{ path: signingKey(spec), uid: 0, gid: readers, mode: 0o640 }] : []),
      ],
    },
  };
  const dataDir = component === 'etcd' ? spec.cluster.etcd.local?.dataDir : undefined;
  return {
    pod: asUser(component, pod, runAs),
    effects: [make, give],
    data:
      dataDir === undefined
        ? []
        : [
            {
              kind: 'call',
              id: `${phase}:owner/data`,
              why: `let etcd write its data as ${who}`,
              operation: 'tree-owner-set',
              input: { who, path: dataDir, uid: runAs.uid, gid: runAs.gid },
              wholeWithNext: true,
            },
          ],
    refusals: [],
  };
}

/** Files that a component without root must find, so that they can be given to it. */
export function rootlessNeeds(component: StaticPodName, spec: InitSpec): readonly Need[] {
  if (!isRootless(spec.cluster)) return [];
  const kubeconfig = kubeconfigOf(component);
  return [
    ...keysOf(component, spec).map(([name, path]) => ({ path, what: 'a key', madeBy: `certs ${name}` })),
    ...(signs(component) ? [{ path: signingKey(spec), what: 'a key', madeBy: 'certs sa' }] : []),
    ...(kubeconfig === undefined
      ? []
      : [{ path: kubeconfig, what: 'a kubeconfig', madeBy: `kubeconfig ${component.replace('kube-', '')}` }]),
  ];
}

function accountsOf(facts: Facts): { readonly accounts: Accounts } | { readonly refusals: readonly string[] } {
  const { passwd, group, loginDefs } = accountFiles;
  const refusals = [passwd, group, loginDefs].flatMap((path) => {
    const fact = fileFact(facts, path);
    if (fact.state === 'present' || (fact.state === 'absent' && path === loginDefs)) return [];
    return [`${path} cannot be read: ${fact.state === 'unknown' ? fact.why : fact.state}`];
  });
  if (refusals.length > 0) return { refusals };
  const text = (path: string): string | undefined => factText(fileFact(facts, path));
  const chosen = chooseAccounts({ passwd: text(passwd)!, group: text(group)!, loginDefs: text(loginDefs) });
  if ('accounts' in chosen) return chosen;
  return { refusals: chosen.problems.map((problem) => `users for the gate RootlessControlPlane: ${problem}`) };
}

function runAsOf(component: StaticPodName, { users, groups }: Accounts): RunAs {
  const { uid, gid } = users.find(({ name }) => name === accountOf[component])!;
  return { uid, gid, groups: signs(component) ? [groups.find(({ name }) => name === keyReaders)!.gid] : [] };
}

/** Both read the key that signs service account tokens, so it is neither's. */
function signs(component: StaticPodName): boolean {
  return component === 'kube-apiserver' || component === 'kube-controller-manager';
}

function signingKey({ cluster }: Pick<InitSpec, 'cluster'>): string {
  return `${cluster.certificatesDir}/sa.key`;
}

/** By the phase that makes it; the public key of service accounts is closed as the others are. */
function keysOf(component: StaticPodName, spec: InitSpec): readonly (readonly [name: string, path: string])[] {
  const key = (name: CertificateName) => [name, certificatePaths(certificateNamed(name), spec).key] as const;
  switch (component) {
    case 'etcd':
      return [key('etcd-server'), key('etcd-peer')];
    case 'kube-apiserver':
      return [
        ['sa', `${spec.cluster.certificatesDir}/sa.pub`],
        key('apiserver'),
        key('apiserver-kubelet-client'),
        key('front-proxy-client'),
        // Of an external etcd it is the user's, and stays as it is.
        ...(spec.cluster.etcd.local === undefined ? [] : [key('apiserver-etcd-client')]),
      ];
    case 'kube-controller-manager':
    case 'kube-scheduler':
      return [];
  }
}

function kubeconfigOf(component: StaticPodName): string | undefined {
  if (component !== 'kube-controller-manager' && component !== 'kube-scheduler') return undefined;
  return `${kubernetesDirectory}/${component.replace('kube-', '')}.conf`;
}

function ownFiles(component: StaticPodName, spec: InitSpec, facts: Facts): readonly string[] {
  const kubeconfig = kubeconfigOf(component);
  const signsCertificates =
    component === 'kube-controller-manager' && externalCertificate('ca', spec, facts) === undefined;
  return [
    ...(kubeconfig === undefined ? [] : [kubeconfig]),
    ...keysOf(component, spec).map(([, path]) => path),
    ...(signsCertificates ? [certificatePaths(certificateNamed('ca'), spec).key] : []),
  ];
}
