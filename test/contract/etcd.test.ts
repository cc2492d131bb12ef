import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { etcdBinary, type RunningEtcd, runEtcd } from '../fakes/etcd-process.ts';
import { fakeEtcds } from '../fakes/fake-etcd.ts';
import { etcdContract } from './etcd.ts';

etcdContract('fakeEtcds', async () => {
  const etcds = fakeEtcds();
  const [endpoint, deadEndpoint] = ['https://10.0.0.1:2379', 'https://10.0.0.9:2379'];
  const joining = { name: 'cp2', peerUrl: 'https://10.0.0.2:2380', clientUrl: 'https://10.0.0.2:2379' };
  return {
    etcds,
    access: { endpoints: [endpoint] },
    endpoint,
    deadEndpoint,
    joining,
    start: async () => {
      etcds.lag = 2;
      etcds.start(joining.peerUrl, joining.name, joining.clientUrl);
    },
    pause: async () => {},
  };
});

/** The lab builds it (test/lab/README.md); .ci/run runs this file again when it has. */
const binary = etcdBinary();
let real: RunningEtcd | undefined;

// Not in `runEtcd`, which is called in a hook: what is registered there is never called.
afterAll(() => real?.stop());

etcdContract(
  'nodeEtcds to a real etcd',
  async () => {
    real ??= await runEtcd(binary!);
    return real.underTest;
  },
  binary !== undefined,
);

describe.skipIf(binary === undefined)('nodeEtcds to a real etcd', () => {
  it('says that etcd wants a client certificate', async () => {
    const { etcds, access, endpoint } = real!.underTest;
    const stranger = etcds.connect({ endpoints: [endpoint], caFile: access.caFile! });
    onTestFinished(() => stranger.close());
    await expect(stranger.members()).rejects.toMatchObject({ reason: 'unreachable' });
  });

  it('names the certificate file that is missing', async () => {
    const { etcds, access } = real!.underTest;
    const without = etcds.connect({ ...access, certFile: '/nowhere/client.crt' });
    onTestFinished(() => without.close());
    await expect(without.members()).rejects.toThrow('/nowhere/client.crt');
  });
});
