import type { CaseOf } from '../case.ts';
import { clusterServer } from '../preflight/cluster-server.ts';

const gate = { featureGates: { RootlessControlPlane: true } };
const covers = ['control plane without root'];
const pki = '/etc/kubernetes/pki';

/** Accounts as they may be on a machine: some ids of the system's range are taken, so that no user's is its group's. */
const passwd = [
  'root:x:0:0:root:/root:/bin/bash',
  'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
  'messagebus:x:100:102::/nonexistent:/usr/sbin/nologin',
  'mine:x:1000:1000::/home/mine:/bin/bash',
  'polkitd:x:107:996:polkit:/nonexistent:/usr/sbin/nologin',
];
const group = [
  'root:x:0:',
  'messagebus:x:102:',
  'plugdev:x:101:',
  'mine:x:1000:',
  'ssl-cert:x:100:mine',
  'polkitd:x:996:',
];
const loginDefs = ['# a range', 'UID_MIN 1000', 'SYS_UID_MIN\t\t  100', 'SYS_UID_MAX 999', '#SYS_GID_MIN 500'];

const users = [
  'kubeadm-etcd:x:102:105:::/bin/false',
  'kubeadm-kas:x:104:106:::/bin/false',
  'kubeadm-kcm:x:105:107:::/bin/false',
  'kubeadm-ks:x:106:108:::/bin/false',
];
const groups = [
  'kubeadm-etcd:x:105:kubeadm-etcd',
  'kubeadm-kas:x:106:kubeadm-kas',
  'kubeadm-kcm:x:107:kubeadm-kcm',
  'kubeadm-ks:x:108:kubeadm-ks',
  'kubeadm-sa-key-readers:x:109:kubeadm-kas,kubeadm-kcm',
];

type Machine = {
  readonly passwd?: readonly string[];
  readonly group?: readonly string[];
  readonly defs?: readonly string[];
};

/** The files of the accounts, whatever this host has. */
function accounts(more: Machine = {}): { readonly [path: string]: string } {
  return {
    '/etc/passwd': `${[...passwd, ...(more.passwd ?? [])].join('\n')}\n`,
    '/etc/group': `${[...group, ...(more.group ?? [])].join('\n')}\n`,
    '/etc/login.defs': `${(more.defs ?? loginDefs).join('\n')}\n`,
  };
}

/** The same as a command, where files are made before the case begins. */
function placed(more: Machine = {}): string {
  return Object.entries(accounts(more))
    .map(([path, text]) => `cat >${path} <<'END'\n${text}END`)
    .join('\n');
}

const kubeadm = (phase: string): string => `kubeadm init phase ${phase} --config /case/config.yaml`;
const keys = `${kubeadm('certs all')}\n${kubeadm('kubeconfig all')}`;
const pods: readonly string[] = ['init phase etcd local', 'init phase control-plane all'];
const files: readonly string[] = ['init phase certs all', 'init phase kubeconfig all', ...pods];

/** On a machine with these accounts. */
function on(more: Machine, steps: readonly string[] = files): CaseOf {
  return () => ({ cluster: gate, files: accounts(more), steps, covers });
}

function refused(more: Machine, naming: RegExp): CaseOf {
  return () => ({
    cluster: gate,
    files: accounts(more),
    steps: files,
    refuses: { step: 'init phase etcd local', naming },
    covers,
  });
}

/** A second control plane, whose shared certificates were copied, joins a cluster that answers on the same machine. */
const joined: CaseOf = ({ kubernetes }) => {
  const initialised = 'kubeadm init phase certs';
  const shared = ['ca', 'front-proxy-ca', 'etcd-ca', 'sa'].map((name) => `${initialised} ${name} >/dev/null`);
  const subject = '-subj /CN=api -addext subjectAltName=IP:127.0.0.1';
  return {
    text: JSON.stringify({
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      kind: 'JoinConfiguration',
      discovery: {
        bootstrapToken: {
          apiServerEndpoint: '127.0.0.1:7443',
          token: 'abcdef.0123456789abcdef',
          unsafeSkipCAVerification: true,
        },
      },
      nodeRegistration: { criSocket: 'unix:///run/none.sock' },
      controlPlane: { localAPIEndpoint: { advertiseAddress: '10.10.0.5' } },
    }),
    files: {
      '/case/cluster.cjs': clusterServer,
      '/case/cluster.json': JSON.stringify({
        apiVersion: 'kubeadm.k8s.io/v1beta4',
        kind: 'ClusterConfiguration',
        kubernetesVersion: kubernetes,
        controlPlaneEndpoint: '127.0.0.1:7443',
        networking: { serviceSubnet: '10.96.0.0/12', dnsDomain: 'cluster.local' },
        ...gate,
      }),
    },
    prepare: [
      placed(),
      ...shared,
      `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /srv/api.key -out /srv/api.crt ${subject}`,
    ].join('\n'),
    steps: [
      '!(node /case/cluster.cjs 7443 /srv/api.key /srv/api.crt /case/cluster.json >/dev/null 2>&1 &)',
      '!until [ -e /case/serving ]; do sleep 0.05; done',
      ...['certs', 'kubeconfig', 'control-plane'].map((name) => `join phase control-plane-prepare ${name}`),
    ],
    covers,
  };
};

/** The gate RootlessControlPlane: users, groups, owners and manifests. */
export const rootless: { readonly [name: string]: CaseOf } = {
  'without root': () => ({ cluster: gate, files: accounts(), covers }),
  'without root, every setting that could matter': () => ({
    init: { localAPIEndpoint: { bindPort: 443 } },
    cluster: {
      ...gate,
      certificatesDir: '/srv/pki',
      etcd: { local: { dataDir: '/srv/data', extraArgs: [{ name: 'quota-backend-bytes', value: '1000000' }] } },
      apiServer: {
        extraVolumes: [
          { name: 'audit', hostPath: '/var/log/audit', mountPath: '/var/log/audit', pathType: 'DirectoryOrCreate' },
        ],
        extraEnvs: [{ name: 'A', value: 'b' }],
      },
      scheduler: { extraVolumes: [{ name: 'x', hostPath: '/etc/x', mountPath: '/etc/x', readOnly: true }] },
    },
    prepare: [
      placed(),
      'mkdir -p /srv/data/member/wal /srv/other',
      'touch /srv/data/member/db /srv/data/member/wal/0.wal /srv/data/.hidden /srv/other/file',
      'ln -s /srv/other /srv/data/folder; ln -s /srv/other/file /srv/data/member/link; chmod 750 /srv/data',
    ].join('\n'),
    covers,
  }),
  'without root, etcd elsewhere': () => ({
    cluster: {
      ...gate,
      etcd: {
        external: {
          endpoints: ['https://10.1.1.1:2379'],
          caFile: '/srv/etcd/ca.crt',
          certFile: '/srv/etcd/client.crt',
          keyFile: '/srv/etcd/client.key',
        },
      },
    },
    prepare: `${placed()}\nmkdir -p /srv/etcd; for f in ca.crt client.crt client.key; do echo x >/srv/etcd/$f; done`,
    covers,
  }),
  'without root, authority elsewhere': () => ({
    cluster: gate,
    prepare: `${placed()}\n${keys}\nrm ${pki}/ca.key ${pki}/front-proxy-ca.key ${pki}/etcd/ca.key`,
    steps: pods,
    covers,
  }),
  'without root, patches of what it sets': () => ({
    init: { patches: { directory: '/case/patches' } },
    cluster: gate,
    files: {
      ...accounts(),
      '/case/patches/kube-apiserver.yaml': 'spec: {securityContext: {runAsUser: 0, supplementalGroups: null}}\n',
      '/case/patches/kube-controller-manager+merge.yaml': 'spec: {securityContext: {supplementalGroups: [7]}}\n',
      '/case/patches/kube-scheduler+json.yaml':
        '[{op: remove, path: /spec/containers/0/securityContext/capabilities}]\n',
      '/case/patches/etcd.yaml':
        'spec: {containers: [{name: etcd, securityContext: {capabilities: {add: [CHOWN]}}}]}\n',
    },
    covers,
  }),
  'without root, a second run': () => ({
    cluster: gate,
    prepare: [placed(), keys, kubeadm('etcd local'), kubeadm('control-plane all')].join('\n'),
    covers,
  }),
  'without root, renewed': () => ({
    cluster: gate,
    prepare: [placed(), keys, kubeadm('etcd local'), kubeadm('control-plane all')].join('\n'),
    steps: ['certs renew all'],
    covers,
  }),
  'without root, after a run with root and open files': () => ({
    cluster: gate,
    prepare: [
      placed(),
      keys,
      'sed s/true/false/ /case/config.yaml >/tmp/before.yaml',
      'kubeadm init phase etcd local --config /tmp/before.yaml',
      'kubeadm init phase control-plane all --config /tmp/before.yaml',
      `chmod 644 ${pki}/*.key /etc/kubernetes/scheduler.conf; chown 5:6 ${pki}/sa.key`,
      `mkdir /srv/keys; mv ${pki}/apiserver.key /srv/keys; ln -s /srv/keys/apiserver.key ${pki}/apiserver.key`,
      'mv /etc/passwd /srv/passwd; ln -s /srv/passwd /etc/passwd; chmod 600 /etc/group; chown 5:6 /etc/group',
    ].join('\n'),
    steps: pods,
    covers,
  }),
  'without root, the scheduler alone': () => ({
    cluster: gate,
    prepare: `${placed()}\n${keys}`,
    steps: ['init phase control-plane scheduler'],
    covers,
  }),
  'without root, joined': joined,
  'without root, no login.defs': () => ({
    cluster: gate,
    prepare: `${placed()}\nrm /etc/login.defs`,
    steps: files,
    covers,
  }),
  'without root, only shown': () => ({
    cluster: gate,
    prepare: `${placed()}\n${keys}`,
    steps: [
      '!KUBEADM_INIT_DRYRUN_DIR=/tmp/shown true',
      ...pods.map((phase) => `${phase} --dry-run`),
      '!rm -rf /etc/kubernetes/tmp',
    ],
    covers,
  }),
  'without root, all accounts there': on({ passwd: users, group: groups }),
  'without root, groups there': on({ group: groups }),
  'without root, some accounts there': on({
    passwd: ['', users[2]!, '   '],
    group: [groups[2]!.replace('x', '!'), groups[4]!, ''],
  }),
  'without root, other ranges': on({
    defs: ['SYS_UID_MIN 210', 'SYS_UID_MIN 220', ' SYS_UID_MAX 5', 'SYS_GID_MIN  400\t', 'SYS_GID_MAX +404'],
  }),
  'without root, too few ids': refused({ defs: ['SYS_UID_MAX 104', 'SYS_GID_MAX 103'] }, /ids are needed for groups/),
  'without root, a range that is none': refused({ defs: ['SYS_UID_MIN 210 # mine'] }, /login\.defs:1: SYS_UID_MIN/),
  'without root, a range below zero': () => ({
    cluster: gate,
    files: accounts({ defs: ['SYS_UID_MIN -5'] }),
    steps: files,
    refuses: {
      step: 'init phase etcd local',
      naming: /SYS_UID_MIN/,
      only: { by: 'tsadm', cause: 'cannot work' },
    },
    covers,
  }),
  'without root, a line that is no account': refused({ passwd: ['+::::::'] }, /passwd:6: "" is no id/),
  'without root, users without their groups': refused({ passwd: users }, /user kubeadm-ks has gid 108/),
  'without root, accounts of somebody else': refused(
    {
      passwd: [users[0]!.replace('false', 'sh'), 'kubeadm-ks:x:2000:108:::/bin/false'],
      group: ['kubeadm-etcd:x:105:bob', groups[3]!],
    },
    /shell \/bin\/sh[\s\S]*uid 2000[\s\S]*members "bob"/,
  ),
  'without root, no keys': () => ({
    cluster: gate,
    files: accounts(),
    steps: ['init phase control-plane apiserver'],
    refuses: { step: 'init phase control-plane apiserver', naming: /needs a key \(\/etc\/kubernetes\/pki\/sa\.pub\)/ },
    covers,
  }),
};
