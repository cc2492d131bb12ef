import { describe, expect, it } from 'vitest';
import { etcdPod } from '../../src/manifests/etcd-pod.ts';
import type { Arg } from '../../src/spec/types.ts';
import { initSpec, plainEtcd } from './spec-builder.ts';

interface EtcdContainer {
  readonly command: readonly string[];
  readonly ports: readonly { readonly containerPort: number }[];
  readonly livenessProbe: { readonly httpGet: { readonly host: string; readonly scheme: string } };
}

function container(parts: Parameters<typeof initSpec>[0], join?: Parameters<typeof etcdPod>[1]): EtcdContainer {
  const pod = etcdPod(initSpec(parts), join) as unknown as { spec: { containers: [EtcdContainer] } };
  return pod.spec.containers[0];
}

it('joins with every member in the order given', () => {
  const { command } = container(
    {},
    {
      initialCluster: [
        { name: 'cp0', peerUrl: 'https://10.0.0.9:2380' },
        { name: 'cp1', peerUrl: 'https://10.0.0.10:2380' },
      ],
    },
  );
  expect(command).toContain('--initial-cluster=cp0=https://10.0.0.9:2380,cp1=https://10.0.0.10:2380');
  expect(command).toContain('--initial-cluster-state=existing');
});

it('starts a new cluster without a state', () => {
  expect(container({}).command.filter((arg) => arg.startsWith('--initial-cluster'))).toEqual([
    '--initial-cluster=cp1=https://10.0.0.10:2380',
  ]);
});

it('has no Pod for an external etcd', () => {
  const external = { endpoints: [], httpEndpoints: [], caFile: '', certFile: '', keyFile: '' };
  expect(() => etcdPod(initSpec({ cluster: { etcd: { external } } }))).toThrow('external');
});

describe('probes ask the first metrics URL', () => {
  const at = (value: string | undefined) => {
    const extraArgs: Arg[] = value === undefined ? [] : [{ name: 'listen-metrics-urls', value }];
    const { livenessProbe, ports } = container({ cluster: { etcd: { local: { ...plainEtcd, extraArgs } } } });
    return [livenessProbe.httpGet.scheme, livenessProbe.httpGet.host, ports[0]!.containerPort];
  };

  it.each<[string | undefined, string, string, number]>([
    [undefined, 'HTTP', '127.0.0.1', 2381],
    ['http://10.0.0.10:1234', 'HTTP', '10.0.0.10', 1234],
    ['https://[fd00::1]:1234,http://other', 'HTTPS', 'fd00::1', 1234],
    ['http://0.0.0.0', 'HTTP', '0.0.0.0', 2381],
    ['https://:9', 'HTTPS', '127.0.0.1', 9],
    ['127.0.0.1:1', 'HTTP', '127.0.0.1', 2381],
    ['', 'HTTP', '127.0.0.1', 2381],
  ])('%s', (value, scheme, host, port) => {
    expect(at(value)).toEqual([scheme, host, port]);
  });
});
