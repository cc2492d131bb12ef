import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Made } from './bring-up.ts';
import { until } from './cluster.ts';
import { bootForInit, cleanRun, expectContinued, expectLikeClean, INIT } from './continuing.ts';
import { describeLab } from './describe-lab.ts';
import type { LabNode } from './node.ts';

/** Written in the middle of a run, when the kubelet starts. */
const HALF_WAY = '/var/lib/kubelet/config.yaml';

describeLab('tsadm init, disturbed', (lab) => {
  let clean: Made;

  beforeAll(async () => {
    clean = await cleanRun(lab());
  });

  afterEach(async () => {
    await lab().down();
  });

  test.each([
    ['/etc/kubernetes', '128k'],
    ['/var/lib/tsadm', '256k'],
  ])('the disk of %s is full', async (path, size) => {
    const cp1 = await bootForInit(lab(), { tmpfs: { [path]: size } });
    // Room for a start, not for all.
    const filler = await cp1.fillDisk(path);
    await cp1.run('truncate', '--size=-16K', filler);
    const room = await cp1.exec(INIT);
    await cp1.fillDisk(path);
    const full = await cp1.exec(INIT);
    for (const failed of [room, full]) {
      const words = `${failed.stdout}${failed.stderr}`;
      expect(failed.exitCode, words).not.toBe(0);
      expect(words).toMatch(/no space left|disk is full|ENOSPC/i);
      expect(words).toContain(path);
      expect(words).not.toMatch(/^ +at /m);
    }
    await expectNothingHalfWritten(cp1);
    await cp1.run('rm', filler);
    if (path === '/etc/kubernetes') await cp1.run('mount', '-o', 'remount,size=4m', path);
    else await cp1.run('mount', '-o', 'remount,size=16m', path);
    await expectContinued(cp1, clean);
  });

  test('/etc cannot be written', async () => {
    const cp1 = await bootForInit(lab());
    await cp1.run('mount', '--bind', '/etc', '/etc');
    await cp1.run('mount', '-o', 'remount,bind,ro', '/etc');
    const failed = await cp1.exec(INIT);
    const words = `${failed.stdout}${failed.stderr}`;
    expect(failed.exitCode, words).not.toBe(0);
    expect(words).toMatch(/read-only|EROFS/i);
    expect(words).not.toMatch(/^ +at /m);
    await cp1.run('umount', '/etc');
    await expectContinued(cp1, clean);
  });

  test('whoever reads its output goes away: it goes on', async () => {
    const cp1 = await bootForInit(lab());
    const script = '"$@" 2>&1 | head -c 1; exit "$' + '{PIPESTATUS[0]}"';
    expect(await cp1.exec(['bash', '-c', script, 'bash', ...INIT])).toMatchObject({ exitCode: 0 });
    await expectLikeClean(cp1, clean);
  });

  test.each([
    ['INT', 130],
    ['HUP', 143],
    ['TERM', 143],
  ] as const)('SIG%s: it ends at once and goes on later', async (signal, exitCode) => {
    const cp1 = await bootForInit(lab());
    const script = `"$@" & until [ -s ${HALF_WAY} ]; do sleep 0.05; done; kill -s ${signal} $!; wait $!`;
    const stopped = await cp1.exec(['bash', '-c', script, 'bash', ...INIT]);
    expect(stopped.exitCode, `${stopped.stdout}${stopped.stderr}`).toBe(exitCode);
    expect(`${stopped.stdout}${stopped.stderr}`).toMatch(/same command/);
    await expectContinued(cp1, clean);
  });

  test('two starts at once: the second names the first', async () => {
    const cp1 = await bootForInit(lab());
    const first = cp1.exec(['sh', '-c', 'echo $$ > /root/pid; exec "$@"', 'sh', ...INIT]);
    await untilHalfWay(cp1);
    const second = await cp1.exec(INIT);
    expect(second.exitCode, `${second.stdout}${second.stderr}`).not.toBe(0);
    expect(`${second.stdout}${second.stderr}`).toContain((await cp1.readFile('/root/pid')).trim());
    expect(await first).toMatchObject({ exitCode: 0 });
    await expectLikeClean(cp1, clean);
  });

  test('the machine restarts half-way', async () => {
    const cp1 = await bootForInit(lab());
    const first = cp1.exec(INIT);
    await untilHalfWay(cp1);
    await cp1.kill();
    expect((await first).exitCode).toBe(137);
    await cp1.start();
    await expectContinued(cp1, clean);
  });
});

async function untilHalfWay(node: LabNode): Promise<void> {
  await until(HALF_WAY, 60_000, async () => {
    const { exitCode, stdout } = await node.exec(['test', '-s', HALF_WAY]);
    return { done: exitCode === 0, seen: stdout };
  });
}

/** No empty file, and none under a temporary name; perhaps none at all. */
async function expectNothingHalfWritten(node: LabNode): Promise<void> {
  const files = (await node.listTree('/etc/kubernetes')).filter(({ kind }) => kind === 'file');
  const whole = /\/(lab-filler|[a-z][a-z-]*\.(conf|crt|key|pub|yaml))$/;
  expect(files.filter(({ path, size }) => size === 0 || !whole.test(path))).toEqual([]);
}
