import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, expect, test } from 'vitest';
import { clusterConfig, IGNORED_CHECKS, until } from './cluster.ts';
import { describeLab } from './describe-lab.ts';
import type { LabNode } from './node.ts';
import { say } from './progress.ts';
import { DEFAULT_VERSION, RELEASES, release } from './versions.ts';
import { suspicions, waitTimes } from './wait-times.ts';

/** Starts that must not be given up; TSADM_STARTS says how many, three unless said. */
const starts = Array.from({ length: Number(process.env['TSADM_STARTS'] ?? 3) }, (_, index) => ({
  number: index + 1,
  // The newest two and the oldest now and then, most on the one between.
  version: RELEASES[index % 5 === 3 ? 0 : index % 5 === 4 ? 2 : 1]!.kubernetes,
  // A machine that has other things to do is where starting takes longest.
  busy: index % 2 === 1,
}));

interface Mishap {
  readonly name: string;
  readonly prepare?: (node: LabNode) => Promise<unknown>;
  readonly ignored?: readonly string[];
  /** While the control plane is waited for. */
  readonly happens: (node: LabNode) => Promise<unknown>;
}

/** Another name, under which an image waits. */
const kept = 'registry.k8s.io/lab/kept:1';
const pause = `registry.k8s.io/pause:${release(DEFAULT_VERSION).pause}`;

const mishaps: readonly Mishap[] = [
  { name: 'containerd starts anew', happens: (node) => node.run('systemctl', 'restart', 'containerd') },
  {
    name: 'the kubelet is killed',
    happens: (node) => node.run('systemctl', 'kill', '--signal=KILL', 'kubelet'),
  },
  {
    name: 'the API server is killed',
    happens: async (node) => {
      await until('an API server', 60_000, async () => {
        const { exitCode, stdout } = await node.exec(['pkill', '--signal', 'KILL', '--exact', 'kube-apiserver']);
        return { done: exitCode === 0, seen: stdout };
      });
    },
  },
  {
    name: 'the sandbox image comes late',
    prepare: async (node) => {
      await node.run('ctr', '-n', 'k8s.io', 'images', 'tag', pause, kept);
      await node.run('ctr', '-n', 'k8s.io', 'images', 'rm', '--sync', pause);
    },
    ignored: ['ImagePull'],
    happens: async (node) => {
      await sleep(3000);
      await node.run('ctr', '-n', 'k8s.io', 'images', 'tag', kept, pause);
    },
  },
];

describeLab('starts that are not given up', (lab) => {
  const report: string[] = [];
  afterEach(async () => {
    await lab().down();
  });
  afterAll(() => {
    say(report.join('\n'));
  });

  test.each(starts)('start $number of $version, busy: $busy', async ({ number, version, busy }) => {
    const cp1 = await lab().boot('cp1', { version, install: ['tsadm'] });
    if (busy) {
      for (const unit of ['busy1', 'busy2']) {
        await cp1.run('systemd-run', '--unit', unit, 'sh', '-c', 'while :; do :; done');
      }
    }
    await cp1.writeFile('/root/init.yaml', clusterConfig(cp1, { version }));
    const words = ['init', '--config=/root/init.yaml', IGNORED_CHECKS, '--events', '/root/events'];
    const done = await cp1.exec(['tsadm', ...words]);
    expect(done.exitCode, done.stderr).toBe(0);
    const events = await cp1.readFile('/root/events');
    report.push(`start ${number} of ${version}${busy ? ', busy' : ''}: ${waitTimes(events).ended}`);
    expect(suspicions(events)).toEqual([]);
  });

  test.each(mishaps)('$name, and is waited for', async ({ name, prepare, ignored, happens }) => {
    const cp1 = await lab().boot('cp1', { install: ['tsadm'] });
    await prepare?.(cp1);
    await cp1.writeFile('/root/init.yaml', clusterConfig(cp1));
    const checks = [IGNORED_CHECKS, ...(ignored ?? [])].join(',');
    const words = ['init', '--config=/root/init.yaml', checks, '--events', '/root/events'];
    const going = cp1.exec(['tsadm', ...words]);
    await until('the wait for the components', 60_000, async () => {
      const { stdout } = await cp1.exec(['cat', '/root/events']);
      return { done: stdout.includes('"id":"wait-control-plane:kube-apiserver"'), seen: stdout.slice(-200) };
    });
    await happens(cp1);
    const done = await going;
    expect(done.exitCode, done.stderr).toBe(0);
    report.push(`${name}: ${waitTimes(await cp1.readFile('/root/events')).ended}`);
  });
});
