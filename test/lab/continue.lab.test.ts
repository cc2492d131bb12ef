import { afterEach, beforeAll, expect, test } from 'vitest';
import { effectsOfInit } from '../workflows/init-machine.ts';
import { expectWhole, type Made } from './bring-up.ts';
import { plain } from './configurations.ts';
import { bootForInit, cleanRun, expectContinued, expectKilled, expectLikeClean, INIT } from './continuing.ts';
import { describeLab } from './describe-lab.ts';

/** What a machine of the lab has already, so that there is nothing to be interrupted: images, and a folder on a disk. */
const THERE = ['preflight:images', 'etcd/local:data-directory'];

const effects = (await effectsOfInit()).filter(({ id }) => !THERE.includes(id));

/** Two moments for each phase of the first level, so that what is done of it is little once and nearly all once. */
const MOMENTS = grouped((phase) => phase.split('/')[0]!).flatMap((ids) => [
  `after:${ids[Math.floor((ids.length - 1) / 2)]}`,
  `before:${ids.at(-1)}`,
]);

/** Before and after one effect of each phase of whatever level. */
const EVERYWHERE = grouped((phase) => phase).flatMap(([id]) => [`before:${id}`, `after:${id}`]);

const PUT_ASIDE = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IPAddress',
  metadata: {
    name: '10.96.0.10',
    labels: {
      'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
      'ipaddress.kubernetes.io/ip-family': 'IPv4',
    },
  },
  spec: { parentRef: { resource: 'services', namespace: 'kube-system', name: 'kube-dns' } },
};

describeLab('tsadm init, stopped and started again', (lab) => {
  let clean: Made;

  beforeAll(async () => {
    clean = await cleanRun(lab());
  });

  afterEach(async () => {
    await lab().down();
  });

  test.each(MOMENTS)('killed %s', async (moment) => {
    const cp1 = await bootForInit(lab());
    await expectKilled(cp1, moment);
    await expectContinued(cp1, clean);
  });

  test(`killed ${EVERYWHERE.length} times in turn, before and after an effect of each phase`, async () => {
    const cp1 = await bootForInit(lab());
    for (const moment of EVERYWHERE) await expectKilled(cp1, moment);
    await expectContinued(cp1, clean);
    await expectWhole(cp1, plain.systemPods);
  });

  test('an address that was put aside for a Service that was never made is waited for', async () => {
    const cp1 = await bootForInit(lab());
    await expectKilled(cp1, 'before:addon/coredns:Service/kube-system/kube-dns');
    // As the API server does first when it makes a Service; seen when a kill cut off that request.
    const created = await cp1.exec(['kubectl', 'create', '-f', '-'], { input: JSON.stringify(PUT_ASIDE) });
    expect(created.exitCode, created.stderr).toBe(0);
    const again = await expectContinued(cp1, clean);
    expect(again.stdout).toContain('free again after a minute');
  });

  test('what a failed init with another configuration left is taken over, with its etcd', async () => {
    const cp1 = await bootForInit(lab());
    const good = await cp1.readFile('/root/init.yaml');
    const flag = 'controllerManager: {extraArgs: [{name: no-such-flag, value: x}]}\n';
    await cp1.writeFile('/root/init.yaml', good.replace(/serviceSubnet: .*/, 'serviceSubnet: 10.44.0.0/16') + flag);
    const failed = await cp1.exec(INIT);
    expect(`${failed.exitCode} ${failed.stdout}${failed.stderr}`).toMatch(/^13 [\s\S]*no-such-flag/);
    await cp1.writeFile('/root/init.yaml', good);
    const again = await expectContinued(cp1, clean);
    expect(again.stdout).toContain('Took over from run ');
    await expectWhole(cp1, plain.systemPods);
  });

  test('a second start of a finished init changes nothing and makes no token', async () => {
    const cp1 = await bootForInit(lab());
    expect(await cp1.exec(INIT)).toMatchObject({ exitCode: 0 });
    const before = await cp1.listTree('/etc/kubernetes', '/var/lib/tsadm');
    const again = await cp1.exec(INIT);
    expect(again.exitCode, `${again.stdout}${again.stderr}`).toBe(0);
    expect(await cp1.listTree('/etc/kubernetes', '/var/lib/tsadm')).toEqual(before);
    await expectLikeClean(cp1, clean);
  });
});

/** Ids of effects by what their phases have in common. */
function grouped(common: (phase: string) => string): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const { phase, id } of effects) groups.set(common(phase), [...(groups.get(common(phase)) ?? []), id]);
  return [...groups.values()];
}
