import type { Case, CaseOf } from '../case.ts';

function refused(naming: RegExp, one: Case): CaseOf {
  return () => ({ ...one, refuses: { step: 'certs all', naming }, steps: ['init phase certs all'] });
}

const external = (etcd: object) => ({ cluster: { etcd: { external: etcd } } });

/** What neither takes: one case a rule. */
export const refusals: { readonly [name: string]: CaseOf } = {
  'token of another form': refused(/token/, { init: { bootstrapTokens: [{ token: 'short.token' }] } }),
  'token with an end': refused(/expires/, { init: { bootstrapTokens: [{ expires: '2030-01-02T03:04:05Z' }] } }),
  'use of a token that is none': refused(/usages/, { init: { bootstrapTokens: [{ usages: ['other'] }] } }),
  'group of a token that is none': refused(/groups/, { init: { bootstrapTokens: [{ groups: ['masters'] }] } }),
  'port that is none': refused(/bindPort/, { init: { localAPIEndpoint: { bindPort: 70000 } } }),
  'address that is none': refused(/advertiseAddress/, { init: { localAPIEndpoint: { advertiseAddress: 'here' } } }),
  'certificate key that is none': refused(/certificateKey/, { init: { certificateKey: 'abcd' } }),
  'node name that is none': refused(/name/, { init: { nodeRegistration: { name: 'a_b' } } }),
  'pull policy that is none': refused(/imagePullPolicy/, {
    init: { nodeRegistration: { imagePullPolicy: 'Sometimes' } },
  }),
  'argument without name': refused(/extraArgs/, { cluster: { apiServer: { extraArgs: [{ value: 'x' }] } } }),
  'kubelet argument without name': refused(/kubeletExtraArgs/, {
    init: { nodeRegistration: { kubeletExtraArgs: [{ value: 'x' }] } },
  }),
  'etcd argument without name': refused(/extraArgs/, { cluster: { etcd: { local: { extraArgs: [{ value: 'x' }] } } } }),
  'endpoint that is none': refused(/controlPlaneEndpoint/, { cluster: { controlPlaneEndpoint: 'https://a.example' } }),
  'endpoint in capitals': refused(/controlPlaneEndpoint/, { cluster: { controlPlaneEndpoint: 'A.example:6443' } }),
  'folder of certificates that is relative': refused(/certificatesDir/, { cluster: { certificatesDir: 'pki' } }),
  'repository that is none': refused(/imageRepository/, { cluster: { imageRepository: 'a b' } }),
  'repository of DNS that is none': refused(/imageRepository/, { cluster: { dns: { imageRepository: 'a b' } } }),
  'repository of etcd that is none': refused(/imageRepository/, {
    cluster: { etcd: { local: { imageRepository: 'a b' } } },
  }),
  'gate that is none': refused(/Nothing/, { cluster: { featureGates: { Nothing: true } } }),
  'service range that is none': refused(/serviceSubnet/, { cluster: { networking: { serviceSubnet: '10.96.0.0' } } }),
  'service range too small': refused(/serviceSubnet/, { cluster: { networking: { serviceSubnet: '10.96.0.0/29' } } }),
  'service range too large': refused(/serviceSubnet/, { cluster: { networking: { serviceSubnet: '10.0.0.0/8' } } }),
  'service ranges of one family': refused(/serviceSubnet/, {
    cluster: { networking: { serviceSubnet: '10.96.0.0/16,10.97.0.0/16' } },
  }),
  'three pod ranges': refused(/podSubnet/, {
    cluster: { networking: { podSubnet: '10.1.0.0/16,fd00::/48,10.2.0.0/16' } },
  }),
  'pod range too small for nodes': refused(/podSubnet/, { cluster: { networking: { podSubnet: '10.1.0.0/25' } } }),
  'pod range too large for nodes': refused(/podSubnet/, { cluster: { networking: { podSubnet: 'fd00::/40' } } }),
  'mask of nodes that is none': refused(/node-cidr-mask-size|podSubnet|extraArgs/, {
    cluster: {
      networking: { podSubnet: '10.1.0.0/16' },
      controllerManager: { extraArgs: [{ name: 'node-cidr-mask-size-ipv4', value: 'many' }] },
    },
  }),
  'domain that is none': refused(/dnsDomain/, { cluster: { networking: { dnsDomain: 'a_b' } } }),
  'name in the certificate that is none': refused(/certSANs/, { cluster: { apiServer: { certSANs: ['a_b'] } } }),
  'name in the certificate of etcd that is none': refused(/serverCertSANs/, {
    cluster: { etcd: { local: { serverCertSANs: ['a b'] } } },
  }),
  'name in the peer certificate of etcd that is none': refused(/peerCertSANs/, {
    cluster: { etcd: { local: { peerCertSANs: ['-'] } } },
  }),
  'data folder of etcd that is relative': refused(/dataDir/, { cluster: { etcd: { local: { dataDir: 'etcd' } } } }),
  'etcd both here and elsewhere': refused(/etcd/, {
    cluster: { etcd: { local: {}, external: { endpoints: ['http://10.1.0.1:2379'] } } },
  }),
  'external etcd without endpoints': refused(/endpoints/, external({ endpoints: [] })),
  'external etcd by name alone': refused(/endpoints/, external({ endpoints: ['etcd'] })),
  'external etcd with an authority and no TLS': refused(
    /endpoints/,
    external({ endpoints: ['http://10.1.0.1:2379'], caFile: '/a/ca', certFile: '/a/c', keyFile: '/a/k' }),
  ),
  'external etcd with a certificate and no key': refused(
    /keyFile|certFile/,
    external({ endpoints: ['https://10.1.0.1:2379'], caFile: '/a/ca', certFile: '/a/c' }),
  ),
  'external etcd with a relative file': refused(
    /caFile/,
    external({ endpoints: ['https://10.1.0.1:2379'], caFile: 'ca' }),
  ),
  'external etcd with an HTTP endpoint that is none': refused(
    /httpEndpoints/,
    external({ endpoints: ['https://10.1.0.1:2379'], httpEndpoints: ['etcd'] }),
  ),
  'a version two minors back': refused(/kubernetesVersion/, { cluster: { kubernetesVersion: 'v1.33.0' } }),
  'a version that is none': refused(/kubernetesVersion/, { cluster: { kubernetesVersion: 'newest' } }),
};
