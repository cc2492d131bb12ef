import type { CaseOf } from '../case.ts';

const eth0 = `
ip link set lo up
ip link add eth0 type bridge
ip link set eth0 addrgenmode none
ip link set eth0 up
`;

const ipv6Only = `${eth0}
ip address add fd00:10::5/64 dev eth0 nodad
ip -6 route add default via fd00:10::1
`;

const twoInterfaces = `${eth0}
ip link add eth1 type bridge
ip link set eth1 up
ip address add 10.10.0.5/24 dev eth0
ip address add 192.168.7.9/24 dev eth1
ip address add 192.168.7.10/24 dev eth1
ip route add default via 10.10.0.1 metric 200
ip route add default via 192.168.7.1 metric 100
`;

/** As machines have it whose links carry only link-local addresses (RFC 5549). */
const globalOnLoopback = `${eth0}
ip address add 10.77.0.1/32 dev lo
ip address add 169.254.3.4/24 dev eth0
ip route add default via 169.254.3.1
`;

const noDefaultRoute = `${eth0}
ip address add 10.10.0.5/24 dev eth0
`;

/** Which address, name and endpoint a node and its cluster have. */
export const addresses: { readonly [name: string]: CaseOf } = {
  'address found by IPv6 alone': () => ({
    cluster: { networking: { serviceSubnet: 'fd01::/112', podSubnet: 'fd02::/48' } },
    network: ipv6Only,
  }),
  'address of the route with the lowest metric': () => ({ init: {}, network: twoInterfaces }),
  'address on the loopback interface': () => ({
    init: { localAPIEndpoint: { advertiseAddress: '127.0.0.1' } },
    network: globalOnLoopback,
  }),
  'global address on loopback behind link-local links': () => ({ cluster: {}, network: globalOnLoopback }),
  'unspecified address, port of its own': () => ({
    init: { localAPIEndpoint: { advertiseAddress: '0.0.0.0', bindPort: 8443 } },
  }),
  'unspecified IPv6 address': () => ({
    init: { localAPIEndpoint: { advertiseAddress: '::' } },
    cluster: { networking: { serviceSubnet: 'fd01::/108' } },
  }),
  'services of another family than the address': () => ({
    cluster: { networking: { serviceSubnet: 'fd01::/108' } },
    refuses: { step: 'certs all', naming: /serviceSubnet/, only: { by: 'tsadm', cause: 'cannot work' } },
  }),
  'address this machine does not have, with leading zeros': () => ({
    init: { localAPIEndpoint: { advertiseAddress: '010.020.030.040' } },
  }),
  'written IPv6 address in long form': () => ({
    init: { localAPIEndpoint: { advertiseAddress: 'FD00:0010:0:0:0:0:0:0005' } },
    cluster: { networking: { serviceSubnet: 'fd01::/112,10.96.0.0/16', podSubnet: 'fd02::/56,10.244.0.0/16' } },
  }),
  'no default route': () => ({
    cluster: {},
    network: noDefaultRoute,
    refuses: { step: 'certs all', naming: /advertiseAddress/ },
  }),
  'link-local address': () => ({
    init: { localAPIEndpoint: { advertiseAddress: '169.254.1.1' } },
    refuses: { step: 'certs all', naming: /advertiseAddress/ },
  }),
  'loopback address and nothing on loopback': () => ({
    init: { localAPIEndpoint: { advertiseAddress: '127.0.0.1' } },
    refuses: { step: 'certs all', naming: /advertiseAddress/ },
  }),
  'dual stack': () => ({
    init: { localAPIEndpoint: { advertiseAddress: '10.10.0.5' } },
    cluster: {
      networking: {
        serviceSubnet: '10.96.0.0/16,fd01::/112',
        podSubnet: '10.244.0.0/16,fd02::/56',
        dnsDomain: 'big.example',
      },
    },
  }),
  'host name in capitals with a domain': () => ({ cluster: {}, hostName: 'Node-1.Example.COM' }),
  'node name of its own': () => ({
    init: { nodeRegistration: { name: ' Other-Name.example ' } },
    hostName: 'something_odd',
    steps: ['init phase certs all', 'init phase kubeconfig all', 'init phase etcd local', 'init phase kubelet-start'],
  }),
  'host name that is none': () => ({
    cluster: {},
    hostName: 'some_thing',
    refuses: { step: 'certs all', naming: /name/ },
  }),
  'endpoint without port': () => ({
    init: { localAPIEndpoint: { bindPort: 7443 } },
    cluster: { controlPlaneEndpoint: 'api.example.com', clusterName: 'blue' },
  }),
  'endpoint with another port': () => ({ cluster: { controlPlaneEndpoint: 'api.example.com:8443' } }),
  'endpoint by IPv6': () => ({ cluster: { controlPlaneEndpoint: '[fd00:99::1]:443' } }),
  'endpoint by bare IPv6': () => ({ cluster: { controlPlaneEndpoint: 'fd00:99::1' } }),
  'endpoint by IPv4': () => ({ cluster: { controlPlaneEndpoint: '10.99.0.1' } }),
  'small ranges with masks of their own': () => ({
    cluster: {
      networking: { serviceSubnet: '10.96.0.5/28', podSubnet: '10.244.0.0/20', dnsDomain: 'a' },
      controllerManager: { extraArgs: [{ name: 'node-cidr-mask-size-ipv4', value: '26' }] },
    },
  }),
  'no node ranges handed out': () => ({
    cluster: {
      networking: { podSubnet: '10.244.0.0/28' },
      controllerManager: { extraArgs: [{ name: 'allocate-node-cidrs', value: 'false' }] },
    },
  }),
};
