import { afterEach, expect, test } from 'vitest';
import { event as eventSchema } from '../../src/schemas/event.ts';
import { initResult, initSecrets } from '../../src/schemas/init-result.ts';
import { joinResult } from '../../src/schemas/join-result.ts';
import { nodeStatus } from '../../src/schemas/node-status.ts';
import { outcome, plan } from '../../src/schemas/outcome.ts';
import { type Status, status as statusSchema } from '../../src/schemas/status.ts';
import { clusterConfig, IGNORED_CHECKS } from './cluster.ts';
import { describeLab } from './describe-lab.ts';
import type { LabNode } from './node.ts';

const INIT = ['tsadm', 'init', '--config=/root/init.yaml', IGNORED_CHECKS];
const EVENTS = '/root/events.ndjson';
const SECRETS = '/root/secrets.json';
const SUCCESS = '/run/cluster-api/bootstrap-success.complete';

interface Parsed<T> {
  parse(value: unknown): T;
}

/** What a program reads, after a look at whether it is what its published schema says and nothing more. */
function checked<T>(schema: Parsed<T>, value: unknown): T {
  expect(schema.parse(value)).toEqual(value);
  return schema.parse(value);
}

async function statusOf(node: LabNode): Promise<Status> {
  return checked(statusSchema, JSON.parse(await node.readFile('/run/tsadm/status.json')));
}

async function events(node: LabNode) {
  const lines = (await node.readFile(EVENTS)).trim().split('\n');
  return lines.map((line) => checked(eventSchema, JSON.parse(line)));
}

describeLab('tsadm for programs', (lab) => {
  afterEach(async () => {
    await lab().down();
  });

  test('every document is what its schema says, and secrets are where they belong and nowhere else', async () => {
    const cp1 = await lab().boot('cp1', { install: ['tsadm'] });
    await cp1.writeFile('/root/init.yaml', clusterConfig(cp1, { endpoint: 'cp1:6443' }));
    const planned = await cp1.run(...INIT, '--upload-certs', '--dry-run', '-o=json');
    expect(checked(plan, JSON.parse(planned)).effects.length).toBeGreaterThan(40);
    const files = [`--events=${EVENTS}`, `--secrets-file=${SECRETS}`, `--success-file=${SUCCESS}`];
    // What other users of the machine can see of it while it runs.
    const watch = 'while sleep 0.05; do cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " "; done >> /root/processes';
    await cp1.run('sh', '-c', `(${watch}) < /dev/null > /dev/null 2>&1 & echo $! > /root/watcher`);
    const made = await cp1.exec([...INIT, '--upload-certs', '-o=json', ...files]);
    await cp1.run('sh', '-c', 'kill $(cat /root/watcher)');
    expect(made.exitCode, `${made.stdout}${made.stderr}`).toBe(0);

    const document = checked(outcome, JSON.parse(made.stdout));
    const result = checked(initResult, document.result);
    expect(result).toMatchObject({ endpoint: 'cp1:6443', secretsFile: SECRETS });
    const secrets = checked(initSecrets, JSON.parse(await cp1.readFile(SECRETS)));
    expect(await cp1.run('stat', '-c', '%a', SECRETS)).toBe('600\n');
    expect(await cp1.readFile(SUCCESS)).toBe('success\n');
    const kinds = (await events(cp1)).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['run-started', 'finding', 'waiting', 'effect', 'run-ended']));
    const told = await statusOf(cp1);
    expect(told).toMatchObject({ state: 'succeeded', exitCode: 0, node: 'cp1', cause: null });
    const shown = checked(nodeStatus, JSON.parse(await cp1.run('tsadm', 'status', '-o', 'json')).result);
    expect(told.etcd).toEqual({ memberId: shown.etcd?.members[0]?.id, learner: false, voters: 1 });
    expect(told.certificates).toEqual(
      Object.fromEntries(shown.certificates.map(({ path, expires }) => [path, expires])),
    );

    const w1 = await lab().boot('w1', { install: ['tsadm'] });
    // What init gave is a configuration as it stands; JSON is YAML.
    await w1.writeFile('/root/join.yaml', JSON.stringify(secrets.joinConfigurations?.worker), 0o600);
    const joined = await w1.exec(['tsadm', 'join', '--config=/root/join.yaml', IGNORED_CHECKS, '-o=json', files[0]!]);
    expect(joined.exitCode, `${joined.stdout}${joined.stderr}`).toBe(0);
    checked(joinResult, checked(outcome, JSON.parse(joined.stdout)).result);
    expect((await events(w1)).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['effect', 'run-ended']));
    expect(await statusOf(w1)).toMatchObject({ command: 'join', state: 'succeeded', node: 'w1', etcd: null });

    const secretTexts = [secrets.token!.split('.')[1]!, secrets.certificateKey!, ...(await keyLines(cp1))];
    const renewed = await cp1.exec(['tsadm', 'certs', 'renew', 'all', '-o', 'json']);
    expect(checked(outcome, JSON.parse(renewed.stdout))).toMatchObject({ outcome: 'succeeded' });
    const refused = await cp1.exec(['tsadm', 'init', '--pod-network-cidr=10.0.0.0/8', IGNORED_CHECKS, '-o', 'json']);
    expect(checked(outcome, JSON.parse(refused.stdout))).toMatchObject({ outcome: 'failed', error: { exitCode: 2 } });

    const everything = [
      ...[made, joined, renewed, refused].flatMap(({ stdout, stderr }) => [stdout, stderr]),
      planned,
      ...(await Promise.all([EVENTS, '/run/tsadm/status.json', '/root/processes'].map((path) => cp1.readFile(path)))),
      await w1.readFile(EVENTS),
      ...(await Promise.all(
        [cp1, w1].map((node) => node.run('sh', '-c', 'cat $(find /var/lib/tsadm /run/tsadm -type f)')),
      )),
      ...(await Promise.all([cp1, w1].map((node) => node.run('journalctl', '-o', 'cat')))),
    ].join('\n');
    expect(secretTexts.filter((secret) => everything.includes(secret))).toEqual([]);

    const reset = await cp1.exec(['tsadm', 'reset', '--force', '-o', 'json']);
    expect(checked(outcome, JSON.parse(reset.stdout))).toMatchObject({ command: 'reset', outcome: 'succeeded' });
    expect(await statusOf(cp1)).toMatchObject({ command: 'reset', state: 'succeeded', etcd: null, certificates: null });
  });

  test('the status file is right when init fails, is killed, continued, and done', async () => {
    const cp1 = await lab().boot('cp1', { install: ['tsadm'] });
    await cp1.writeFile('/root/init.yaml', clusterConfig(cp1));
    const refused = await cp1.exec(
      [...INIT, '--cri-socket=unix:///run/none.sock'].filter((word) => !/^--config/.test(word)),
    );
    expect(refused.exitCode).toBe(2);
    expect(await statusOf(cp1)).toMatchObject({ state: 'failed', exitCode: 2, cause: { code: 'preflight' } });

    const killed = await cp1.exec(INIT, { env: { TSADM_TEST_KILL: 'after:kubelet-start:start' } });
    expect(killed.exitCode).toBe(137);
    const halfway = await statusOf(cp1);
    expect(halfway).toMatchObject({ state: 'running', exitCode: null, phase: 'kubelet-start', node: 'cp1' });
    expect((await cp1.exec(['kill', '-0', String(halfway.pid)])).exitCode).not.toBe(0);
    expect(await cp1.run('tsadm', 'status')).toContain('Unfinished: tsadm init');

    const interrupted = await cp1.exec(['sh', '-c', `${INIT.join(' ')} & sleep 1.5; kill -INT $!; wait $!`]);
    expect(interrupted.exitCode).toBe(130);
    expect(await statusOf(cp1)).toMatchObject({
      state: 'resumable',
      exitCode: 130,
      run: halfway.run,
      nextCommand: INIT.join(' '),
    });
    expect(interrupted.stderr).toMatch(/^tsadm-status: \{.*"state":"resumable"/m);

    const again = await cp1.exec(INIT);
    expect(again.exitCode, `${again.stdout}${again.stderr}`).toBe(0);
    expect(await statusOf(cp1)).toMatchObject({ state: 'succeeded', exitCode: 0, run: halfway.run, nextCommand: null });
  });

  test('called as kubeadm, by a unit without terminal and HOME, twice', async () => {
    const cp1 = await lab().boot('cp1', { install: ['tsadm'] });
    const config = clusterConfig(cp1);
    await cp1.writeFile('/run/kubeadm/kubeadm.yaml', config);
    await cp1.run('ln', '-s', '/usr/bin/tsadm', '/usr/bin/kubeadm');
    await cp1.writeFile('/etc/systemd/system/bootstrap.service', bootstrapUnit);
    await cp1.run('systemctl', 'daemon-reload');
    const start = async (): Promise<string> => {
      const { exitCode } = await cp1.exec(['systemctl', 'start', 'bootstrap']);
      const journal = await cp1.run('journalctl', '--unit=bootstrap', '-o', 'cat');
      expect(exitCode, journal).toBe(0);
      return journal;
    };

    const first = await start();
    expect(first).toContain('initialized successfully!');
    expect(first).toMatch(
      /^kubeadm join \S+:6443 --token \S+ \\\n\s--discovery-token-ca-cert-hash sha256:[0-9a-f]{64}/m,
    );
    expect(first).toMatch(/^tsadm-status: \{.*"state":"succeeded"/m);
    expect(await cp1.readFile(SUCCESS)).toBe('success\n');
    expect(await cp1.readFile('/run/kubeadm/kubeadm.yaml')).toBe(config);
    const before = await leftBy(cp1);

    await cp1.run('rm', SUCCESS);
    const second = (await start()).slice(first.length);
    expect(second).toContain('Nothing to do');
    expect(second).not.toContain('kubeadm join');
    expect(await cp1.readFile(SUCCESS)).toBe('success\n');
    expect(await leftBy(cp1)).toEqual(before);
    expect(await statusOf(cp1)).toMatchObject({ state: 'succeeded', node: 'cp1', etcd: { voters: 1 } });
  });
});

/** As cloud-init runs Cluster API's commands: no terminal, no HOME, and the next command only after success. */
const bootstrapUnit = `[Service]
Type=oneshot
ExecStart=/bin/sh -c 'test -z "$HOME" && kubeadm init --config /run/kubeadm/kubeadm.yaml --v=2 ${IGNORED_CHECKS} && mkdir -p /run/cluster-api && echo success > ${SUCCESS}'
`;

/** Every file of the cluster with its time, and the tokens there are. */
async function leftBy(node: LabNode): Promise<readonly string[]> {
  const files =
    "find /etc/kubernetes /var/lib/kubelet/config.yaml /var/lib/kubelet/pki -type f -printf '%p %T@\\n' | sort";
  return [
    await node.run('sh', '-c', files),
    await node.kubectl(
      'get',
      'secrets',
      '-n',
      'kube-system',
      '-o',
      'name',
      '--field-selector=type=bootstrap.kubernetes.io/token',
    ),
  ];
}

/** A line of every private key on the machine: base64 that occurs nowhere by chance. */
async function keyLines(node: LabNode): Promise<readonly string[]> {
  const keys = await node.run(
    'sh',
    '-c',
    'for f in $(find /etc/kubernetes/pki -name "*.key"); do sed -n 3p "$f"; done',
  );
  return keys.trim().split('\n');
}
