import { describe, expect, test } from 'vitest';
import { findingsOf, runCheckSet } from '../../../src/observe/preflight/check-sets.ts';
import { initChecks } from '../../../src/observe/preflight/init-checks.ts';
import { initSpec } from '../../manifests/spec-builder.ts';
import { joiningSpec } from '../../phases/join/joining-spec.ts';
import { worker } from './fit-join.ts';
import { fitMachine, fitSpec, short } from './fit-machine.ts';

describe('a set of checks', () => {
  test('a fit machine has no findings', async () => {
    expect(await runCheckSet('init', fitSpec, fitMachine())).toEqual({ findings: [], failed: false });
  });

  test('all findings come, in the order of the list', async () => {
    const host = fitMachine({
      '/var/lib/etcd/member': 'x',
      '/proc/meminfo': 'MemTotal: 1000 kB\n',
      '/proc/swaps': 'a\nb\n',
    });
    host.net.portsInUse.add(10250);
    const { findings, failed } = await runCheckSet('init', fitSpec, host);
    expect(short(findings.map(({ finding }) => finding))).toEqual([
      'error Mem',
      'warning Swap',
      'error Port-10250',
      'error DirAvailable--var-lib-etcd',
    ]);
    expect(failed).toBe(true);
  });

  test('without root only that is said', async () => {
    const host = fitMachine({ '/var/lib/etcd/member': 'x' });
    const user = { ...host, process: { ...host.process, uid: 1000 } };
    expect(short(await findingsOf('init', fitSpec, user))).toEqual(['error IsPrivilegedUser']);
    const spec = initSpec({
      ...fitSpec,
      nodeRegistration: { ...fitSpec.nodeRegistration, ignorePreflightErrors: ['isprivilegeduser'] },
    });
    expect(short(await findingsOf('init', spec, user))).toEqual([
      'error IsPrivilegedUser',
      'error DirAvailable--var-lib-etcd',
    ]);
  });

  test.each([['diravailable--VAR-lib-etcd'], ['All']])('ignoring %s', async (name) => {
    const host = fitMachine({ '/var/lib/etcd/member': 'x' });
    const { findings, failed } = await runCheckSet('init', fitSpec, host, [name]);
    expect(findings.map(({ ignored }) => ignored)).toEqual([true]);
    expect(failed).toBe(false);
  });

  test('a check that cannot look says so and does not stop the others', async () => {
    const host = fitMachine({ '/var/lib/etcd/member': 'x' });
    host.files.failAt('/proc/meminfo', 'EIO');
    expect(short(await findingsOf('init', fitSpec, host))).toEqual(['error Mem', 'error DirAvailable--var-lib-etcd']);
  });

  test.each([
    ['init', fitSpec, 11],
    ['join', worker(), 6],
    ['join-control-plane', joiningSpec({ cluster: { kubernetesVersion: 'v1.36.3' } }), 5],
  ] as const)('%s takes as long as its slowest look: all are under way together', async (set, spec, together) => {
    const host = fitMachine();
    let begun = 0;
    let open = () => {};
    const all = new Promise<void>((resolve) => {
      open = resolve;
    });
    // None of what can take long ends before all of it has begun; one after the other would never end.
    const slowly = async <T>(look: () => Promise<T>): Promise<T> => {
      begun += 1;
      if (begun === together) open();
      await all;
      return look();
    };
    const slow = {
      ...host,
      net: {
        ...host.net,
        lookup: (name: string) => slowly(() => host.net.lookup(name)),
        canListen: (port: number) => slowly(() => host.net.canListen(port)),
      },
      exec: {
        ...host.exec,
        run: (file: string, args: readonly string[]) =>
          ['kubelet', 'timedatectl'].includes(file)
            ? slowly(() => host.exec.run(file, args))
            : host.exec.run(file, args),
      },
      cri: {
        connect: (socket: string) => {
          const cri = host.cri.connect(socket);
          return { ...cri, version: () => slowly(() => cri.version()) };
        },
      },
    };
    expect(short(await findingsOf(set, spec, slow))).toEqual([]);
    expect(begun).toBe(together);
  });

  test('an unknown set is our bug', async () => {
    await expect(findingsOf('fly', fitSpec, fitMachine())).rejects.toThrow('no set of checks named fly');
  });
});

describe('the list for init', () => {
  test("has kubeadm's names in its order, and our own", () => {
    expect(initChecks(fitSpec).map(({ name }) => name)).toEqual([
      ...['NumCPU', 'Mem', 'KubernetesVersion', 'Firewalld', 'Port-6443', 'Port-10259', 'Port-10257'],
      'FileAvailable--etc-kubernetes-manifests-kube-apiserver.yaml',
      'FileAvailable--etc-kubernetes-manifests-kube-controller-manager.yaml',
      'FileAvailable--etc-kubernetes-manifests-kube-scheduler.yaml',
      'FileAvailable--etc-kubernetes-manifests-etcd.yaml',
      ...['HTTPProxy', 'HTTPProxyCIDR', 'HTTPProxyCIDR', 'CRI', 'ContainerRuntimeVersion', 'Swap'],
      ...['FileExisting-cp', 'FileExisting-losetup', 'FileExisting-mount', 'SystemVerification', 'Hostname'],
      ...['KubeletVersion', 'Service-kubelet', 'KubeletUnit', 'Port-10250'],
      ...['Clock', 'DiskSpace--etc-kubernetes', 'DiskSpace--var-lib-kubelet', 'DiskSpace--var-lib-containerd'],
      'RuntimeProxy',
      'FileContent--proc-sys-net-ipv4-ip_forward',
      ...['Port-2379', 'Port-2380', 'DirAvailable--var-lib-etcd', 'EtcdMount', 'DiskSpace--var-lib-etcd'],
    ]);
  });

  test('follows etcd and the IP families of the spec', () => {
    const external = { endpoints: [], httpEndpoints: [], caFile: '', certFile: '', keyFile: '' };
    const networking = { serviceSubnet: 'fd00::/112', podSubnet: '', dnsDomain: 'cluster.local' };
    const spec = initSpec({
      localAPIEndpoint: { advertiseAddress: 'fd01::1', bindPort: 8443 },
      cluster: { networking, etcd: { external } },
    });
    const names = initChecks(spec).map(({ name }) => name);
    expect(names).toContain('Port-8443');
    expect(names.slice(names.indexOf('RuntimeProxy'))).toEqual([
      'RuntimeProxy',
      'FileContent--proc-sys-net-ipv6-conf-default-forwarding',
      'ExternalEtcdVersion',
      'ExternalEtcdClientCertificates',
    ]);
  });
});
