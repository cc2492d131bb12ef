import type { CaseOf } from '../case.ts';

const certs: readonly string[] = ['init phase certs all', 'init phase kubeconfig all'];
const kubeadm = (phase: string, config = '/case/config.yaml') => `kubeadm init phase ${phase} --config ${config}`;
const pki = '/etc/kubernetes/pki';

/** A configuration that differs from the case's own, for what somebody made before. */
const other = (cluster: string, version: string): { readonly [path: string]: string } => ({
  '/etc/other.yaml': [
    'apiVersion: kubeadm.k8s.io/v1beta4',
    'kind: ClusterConfiguration',
    `kubernetesVersion: ${version}`,
    'encryptionAlgorithm: ECDSA-P256',
    cluster,
    '',
  ].join('\n'),
});

const everything = `${kubeadm('certs all')}\n${kubeadm('kubeconfig all')}`;

/** An authority and a key of another one: nothing belongs to anything. */
const foreignAuthority = [
  `mkdir -p ${pki}`,
  'openssl ecparam -name prime256v1 -genkey -noout -out /etc/foreign.key',
  'openssl req -x509 -new -key /etc/foreign.key -subj /CN=foreign -days 3650 -out /etc/foreign.crt',
].join('\n');

/** Keys, names and lifetimes of certificates, and what happens to those that are there already. */
export const certificates: { readonly [name: string]: CaseOf } = {
  'RSA-2048': () => ({ cluster: { encryptionAlgorithm: 'RSA-2048' }, steps: certs }),
  'RSA-3072': () => ({ cluster: { encryptionAlgorithm: 'RSA-3072' }, steps: certs }),
  'RSA-4096': () => ({
    cluster: { encryptionAlgorithm: 'RSA-4096' },
    steps: ['init phase certs ca', 'init phase certs apiserver'],
  }),
  'ECDSA-P384': () => ({ cluster: { encryptionAlgorithm: 'ECDSA-P384' }, steps: certs }),
  'algorithm that is none': () => ({
    cluster: { encryptionAlgorithm: 'RSA-1024' },
    refuses: { step: 'certs all', naming: /encryptionAlgorithm/ },
  }),
  'lifetimes of their own': () => ({
    cluster: { certificateValidityPeriod: '1h30m', caCertificateValidityPeriod: '48h0m0s' },
    steps: certs,
  }),
  'lifetimes beyond the usual, leaf longer than authority': () => ({
    cluster: { certificateValidityPeriod: '876000h', caCertificateValidityPeriod: '100000h' },
    steps: certs,
  }),
  'lifetimes of zero': () => ({
    cluster: { certificateValidityPeriod: '0s', caCertificateValidityPeriod: '87600h' },
    refuses: { step: 'certs all', naming: /certificateValidityPeriod/, only: { by: 'tsadm', cause: 'cannot work' } },
  }),
  'names of every kind': () => ({
    cluster: {
      controlPlaneEndpoint: 'lb.example.com:7443',
      apiServer: {
        certSANs: [
          'Foo.example.com',
          '*.w.example.com',
          '10.9.9.9',
          '010.9.9.8',
          'fd00::5',
          '::ffff:1.2.3.4',
          'foo.example.com',
        ],
      },
    },
    hostName: 'node1.sub.example.com',
    steps: certs,
  }),
  'a folder of its own': () => ({
    cluster: { certificatesDir: '/srv/my pki' },
  }),
  'a second run': () => ({ cluster: {}, prepare: everything, covers: ['PKI of the user: whole'] }),
  'a second run with other names': ({ kubernetes }) => ({
    cluster: { apiServer: { certSANs: ['new.example'] }, clusterName: 'green', controlPlaneEndpoint: 'new.example' },
    files: other('clusterName: blue', kubernetes),
    prepare: `${kubeadm('certs all', '/etc/other.yaml')}\n${kubeadm('kubeconfig all', '/etc/other.yaml')}`,
    covers: ['PKI of the user: whole'],
  }),
  'authorities of the user': () => ({
    cluster: { encryptionAlgorithm: 'RSA-2048' },
    prepare: [
      foreignAuthority,
      `mkdir -p ${pki}/etcd`,
      `for ca in ca front-proxy-ca etcd/ca; do cp /etc/foreign.crt ${pki}/$ca.crt; cp /etc/foreign.key ${pki}/$ca.key; done`,
      `chmod 640 ${pki}/ca.key ${pki}/ca.crt`,
    ].join('\n'),
    covers: ['PKI of the user: authorities'],
  }),
  'authority of the user with its parents and a PKCS#8 key': () => ({
    cluster: {},
    prepare: [
      foreignAuthority,
      'openssl req -new -newkey rsa:2048 -nodes -keyout /etc/below.key -subj /CN=below -out /etc/below.csr',
      'printf "basicConstraints=critical,CA:TRUE\\nkeyUsage=critical,keyCertSign,cRLSign,digitalSignature\\n" >/etc/below.ext',
      `openssl x509 -req -in /etc/below.csr -CA /etc/foreign.crt -CAkey /etc/foreign.key -CAcreateserial -days 3000 -extfile /etc/below.ext -out ${pki}/ca.crt`,
      `cat /etc/foreign.crt >>${pki}/ca.crt; cp /etc/below.key ${pki}/ca.key; rm /etc/below.* /etc/foreign.*`,
    ].join('\n'),
    covers: ['PKI of the user: authorities'],
  }),
  'some leaves of the user': () => ({
    cluster: {},
    prepare: `${kubeadm('certs all')}\nrm ${pki}/apiserver.* ${pki}/etcd/peer.* ${pki}/sa.pub\nrm ${pki}/apiserver-etcd-client.key`,
    steps: certs,
    covers: ['PKI of the user: in part'],
  }),
  'service account key of the user': () => ({
    cluster: {},
    prepare: `mkdir -p ${pki}; openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out ${pki}/sa.key`,
    steps: certs,
    covers: ['PKI of the user: service account key'],
  }),
  'public service account key alone': () => ({
    cluster: {},
    prepare: `mkdir -p ${pki}; echo something >${pki}/sa.pub`,
    steps: certs,
    allows: ['mode of a file that was there'],
    covers: ['PKI of the user: service account key'],
  }),
  'service account key that is none': () => ({
    cluster: {},
    prepare: `mkdir -p ${pki}; echo something >${pki}/sa.key`,
    refuses: { step: 'certs all', naming: /sa\.key/ },
    covers: ['foreign files'],
  }),
  'external authority': () => ({
    cluster: {},
    prepare: `${everything}\nrm ${pki}/ca.key`,
    covers: ['external CA'],
  }),
  'external authority without service account key': () => ({
    cluster: {},
    prepare: `${everything}\nrm ${pki}/ca.key ${pki}/sa.*`,
    steps: certs,
    covers: ['external CA'],
  }),
  'external authority, no kubeconfigs': () => ({
    cluster: {},
    prepare: `${kubeadm('certs all')}\nrm ${pki}/ca.key`,
    refuses: { step: 'certs all', naming: /\.conf/ },
    covers: ['external CA'],
  }),
  'external authority, a leaf is missing': () => ({
    cluster: {},
    prepare: `${everything}\nrm ${pki}/ca.key ${pki}/apiserver.crt`,
    refuses: { step: 'certs all', naming: /apiserver/ },
    covers: ['external CA'],
  }),
  'external authority of another cluster': () => ({
    cluster: {},
    prepare: `${foreignAuthority}\n${everything}\nrm ${pki}/ca.key; cp /etc/foreign.crt ${pki}/ca.crt`,
    refuses: { step: 'certs all', naming: /apiserver|\.conf/ },
    covers: ['external CA', 'mismatched files'],
  }),
  'external front-proxy authority': () => ({
    cluster: {},
    prepare: `${kubeadm('certs all')}\nrm ${pki}/front-proxy-ca.key`,
    covers: ['external front-proxy CA'],
  }),
  'external front-proxy authority without its leaf': () => ({
    cluster: {},
    prepare: `${kubeadm('certs all')}\nrm ${pki}/front-proxy-ca.key ${pki}/front-proxy-client.*`,
    steps: ['init phase certs sa'],
    refuses: { step: 'certs sa', naming: /front-proxy/ },
    covers: ['external front-proxy CA'],
  }),
  'external etcd authority': () => ({
    cluster: {},
    prepare: `${kubeadm('certs all')}\nrm ${pki}/etcd/ca.key`,
    steps: certs,
    covers: ['external etcd CA'],
  }),
  'external etcd authority, a leaf is missing': () => ({
    cluster: {},
    prepare: `${kubeadm('certs all')}\nrm ${pki}/etcd/ca.key ${pki}/etcd/peer.*`,
    steps: certs,
    refuses: { step: 'certs all', naming: /etcd/ },
    covers: ['external etcd CA'],
  }),
  'expired leaf': ({ kubernetes }) => ({
    cluster: {},
    files: other('certificateValidityPeriod: -1h', kubernetes),
    prepare: `${kubeadm('certs ca')}\n${kubeadm('certs apiserver', '/etc/other.yaml')}`,
    refuses: { step: 'certs all', naming: /apiserver/ },
    covers: ['expired files'],
  }),
  'expired authority and nothing below it': ({ kubernetes }) => ({
    cluster: {},
    files: other('caCertificateValidityPeriod: -1h', kubernetes),
    prepare: kubeadm('certs ca', '/etc/other.yaml'),
    steps: ['init phase certs apiserver'],
    covers: ['expired files'],
  }),
  'authority with the key of another': () => ({
    cluster: {},
    prepare: `${foreignAuthority}\n${kubeadm('certs ca')}\ncp /etc/foreign.key ${pki}/ca.key`,
    refuses: { step: 'certs all', naming: /ca\.key|key/ },
    covers: ['mismatched files'],
  }),
  'leaf of another authority': () => ({
    cluster: {},
    prepare: [
      foreignAuthority,
      kubeadm('certs ca'),
      `cp /etc/foreign.crt ${pki}/apiserver.crt; cp /etc/foreign.key ${pki}/apiserver.key`,
    ].join('\n'),
    refuses: { step: 'certs all', naming: /apiserver/ },
    covers: ['foreign files'],
  }),
  'leaf with the key of another, names and use of another': () => ({
    cluster: {},
    prepare: [
      foreignAuthority,
      kubeadm('certs all'),
      `cp ${pki}/front-proxy-client.key ${pki}/apiserver.key`,
      `cp ${pki}/apiserver-kubelet-client.crt ${pki}/apiserver.crt`,
    ].join('\n'),
    steps: certs,
    covers: ['mismatched files'],
  }),
  'authority without the mark of one': () => ({
    cluster: {},
    prepare: [
      foreignAuthority,
      'openssl req -x509 -new -key /etc/foreign.key -subj /CN=foreign -addext basicConstraints=CA:FALSE -out /etc/no.crt',
      `cp /etc/no.crt ${pki}/ca.crt; cp /etc/foreign.key ${pki}/ca.key`,
    ].join('\n'),
    steps: ['init phase certs ca'],
    covers: ['foreign files'],
  }),
  'key of an authority alone': () => ({
    cluster: {},
    prepare: `${kubeadm('certs ca')}\nrm ${pki}/ca.crt`,
    refuses: { step: 'certs all', naming: /ca/ },
    covers: ['PKI of the user: in part'],
  }),
  'key of a leaf alone': () => ({
    cluster: {},
    prepare: `${kubeadm('certs all')}\nrm ${pki}/apiserver.crt`,
    refuses: { step: 'certs all', naming: /apiserver/ },
    covers: ['PKI of the user: in part'],
  }),
  'authority that cannot be read': () => ({
    cluster: {},
    prepare: `mkdir -p ${pki}; echo nothing >${pki}/ca.crt; echo nothing >${pki}/ca.key`,
    refuses: { step: 'certs all', naming: /ca\.crt/ },
    covers: ['foreign files'],
  }),
  'kubeconfigs for another server': ({ kubernetes }) => ({
    cluster: { controlPlaneEndpoint: 'new.example:443' },
    files: other('controlPlaneEndpoint: old.example', kubernetes),
    prepare: `${kubeadm('certs all')}\n${kubeadm('kubeconfig all', '/etc/other.yaml')}`,
    steps: certs,
    covers: ['foreign files'],
  }),
  'kubeconfig of another cluster': () => ({
    cluster: {},
    prepare: `${everything}\nrm -r ${pki}\n${kubeadm('certs all')}`,
    steps: certs,
    refuses: { step: 'kubeconfig all', naming: /\.conf/ },
    covers: ['foreign files'],
  }),
  'kubeconfig that is none': () => ({
    cluster: {},
    prepare: `${kubeadm('certs all')}\necho nothing >/etc/kubernetes/admin.conf`,
    steps: certs,
    refuses: { step: 'kubeconfig all', naming: /admin\.conf/ },
    covers: ['foreign files'],
  }),
  'kubeconfigs without an authority': () => ({
    cluster: {},
    steps: ['init phase kubeconfig all'],
    refuses: { step: 'kubeconfig all', naming: /ca/ },
  }),
};
