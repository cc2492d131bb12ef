import type { CaseOf } from '../case.ts';

const secure = ['https://10.1.0.1:2379', 'https://etcd.example.com:2379'];

const withoutLocalEtcd: readonly string[] = [
  'init phase certs all',
  'init phase kubeconfig all',
  'init phase control-plane all',
  'init phase kubelet-start',
];

/** Etcd on the node, and elsewhere. */
export const etcd: { readonly [name: string]: CaseOf } = {
  'etcd with everything': () => ({
    cluster: {
      etcd: {
        local: {
          imageRepository: 'etcd.example/x',
          imageTag: '3.6.1-0',
          dataDir: '/data/etcd',
          extraArgs: [
            { name: 'listen-metrics-urls', value: 'https://0.0.0.0:9999,http://127.0.0.1:2381' },
            { name: 'advertise-client-urls', value: 'https://etcd.example:2379' },
            { name: 'auto-compaction-retention', value: '8' },
            { name: 'snapshot-count', value: '' },
            { name: 'auto-compaction-retention', value: '9' },
          ],
          extraEnvs: [
            { name: 'ETCD_ZONE', value: 'b' },
            { name: 'ETCD_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
          ],
          serverCertSANs: ['etcd.example.com', '10.9.9.9', '*.etcd.example.com', 'fd00::9'],
          peerCertSANs: ['peer.example.com', '10.8.8.8', '127.0.0.1'],
        },
      },
    },
    env: { HTTPS_PROXY: 'http://proxy.example:3128' },
  }),
  'etcd older than 3.6': () => ({ cluster: { etcd: { local: { imageTag: '3.5.24-0' } } } }),
  'etcd of no known version': () => ({ cluster: { etcd: { local: { imageTag: 'mine-3.5' } } } }),
  'etcd on an IPv6 node': () => ({
    init: { localAPIEndpoint: { advertiseAddress: 'fd00:10::5' } },
    cluster: { networking: { serviceSubnet: 'fd01::/112' }, etcd: { local: { dataDir: '/var/lib/etcd/deep/er' } } },
  }),
  'etcd data is there already': () => ({
    cluster: { etcd: { local: { dataDir: '/srv/etcd' } } },
    prepare: 'mkdir -p /srv/etcd/member; chmod 755 /srv/etcd; echo data >/srv/etcd/member/file',
  }),
  'external etcd': () => ({
    cluster: {
      etcd: {
        external: {
          endpoints: secure,
          caFile: '/etc/etcd/ca/ca.crt',
          certFile: '/etc/etcd/client/client.crt',
          keyFile: '/etc/etcd/client/client.key',
        },
      },
    },
    steps: withoutLocalEtcd,
  }),
  'external etcd with other endpoints for HTTP': () => ({
    cluster: {
      etcd: {
        external: {
          endpoints: secure,
          httpEndpoints: ['https://10.1.0.1:2378', 'http://10.1.0.2:2378'],
          caFile: '/srv/etcd/ca.crt',
          certFile: '/srv/etcd/client/c.crt',
          keyFile: '/srv/b/c.key',
        },
      },
    },
    steps: withoutLocalEtcd,
  }),
  'external etcd without TLS': () => ({
    cluster: { etcd: { external: { endpoints: ['http://10.1.0.1:2379'] } } },
    steps: withoutLocalEtcd,
  }),
  'external etcd with files among the certificates': () => ({
    cluster: {
      etcd: {
        external: {
          endpoints: ['https://[fd00::7]:2379'],
          caFile: '/etc/ssl/certs/etcd-ca.crt',
          certFile: '/etc/kubernetes/pki/mine/etcd.crt',
          keyFile: '/etc/kubernetes/pki/mine/etcd.key',
        },
      },
    },
    steps: withoutLocalEtcd,
  }),
  'no manifest for external etcd': () => ({
    cluster: { etcd: { external: { endpoints: ['http://10.1.0.1:2379'] } } },
    steps: ['init phase certs all', 'init phase etcd local'],
  }),
};
