import { describe, expect, test } from 'vitest';
import type { Effect, Judgement } from '../../src/plan/effect.ts';
import type { Event } from '../../src/plan/event.ts';
import { TextReporter } from '../../src/render/text.ts';
import { capture } from './captured.ts';
import { apply, start, waitFor, write } from './effects.ts';

const ended = (phase: string, effect: Effect, judgement: Judgement = { verdict: 'do' }, more = {}): Event => ({
  kind: 'effect',
  phase,
  effect,
  judgement,
  elapsedMs: 1500,
  ...more,
});
const began = (phase: string, effect: Effect): Event => ({
  kind: 'effect-started',
  phase,
  effect,
  judgement: { verdict: 'do' },
});
const phaseEnded: Event = { kind: 'phase-ended', phase: 'x', elapsedMs: 1 };

/** What events come out as, in a pipe. */
function told(events: readonly Event[], options: Parameters<typeof capture>[0] = {}): { out: string; err: string } {
  const captured = capture(options);
  for (const event of events) captured.reporter.emit(event);
  return { out: captured.out, err: captured.err };
}

describe('effects', () => {
  test.each<[string, Event, string, string]>([
    [
      'a new file',
      ended('etcd/local', write(), { verdict: 'create' }),
      '[etcd] static Pod manifest for etcd: created\n',
      '',
    ],
    [
      'a changed file',
      ended('etcd/local', write(), { verdict: 'change' }),
      '[etcd] static Pod manifest for etcd: changed\n',
      '',
    ],
    [
      'a mended mode',
      ended('etcd/local', write(), { verdict: 'chmod' }),
      '[etcd] static Pod manifest for etcd: permissions mended\n',
      '',
    ],
    [
      'a kept file',
      ended('certs/ca', write({ what: 'ca' }), { verdict: 'keep', reason: 'it is used' }),
      '[certs] ca: kept (it is used)\n',
      '',
    ],
    [
      'a kept file with a warning',
      ended('certs/ca', write({ what: 'ca' }), { verdict: 'keep', warnings: ['it has expired'] }),
      '[certs] ca: kept\n',
      '[certs] Warning: it has expired\n',
    ],
    ['an operation', ended('kubelet-start', start), '[kubelet-start] Start the kubelet\n', ''],
    ['an operation that was not needed', ended('kubelet-start', start, { verdict: 'keep' }), '', ''],
    [
      'a tolerated failure',
      ended('kubelet-start', start, { verdict: 'do' }, { tolerated: 'no systemd' }),
      '',
      '[kubelet-start] Warning: start the kubelet: this failed and the run goes on: no systemd\n',
    ],
    ['a phase with a prefix of its own', ended('addon/coredns', start), '[addons] Start the kubelet\n', ''],
  ])('%s', (_, event, out, err) => {
    expect(told([event])).toEqual({ out, err });
  });

  test('an operation that tells its progress has no closing line', () => {
    const events: Event[] = [
      { kind: 'effect-progress', phase: 'preflight', effect: start, text: 'pause:3.10: pulled' },
      ended('preflight', start),
    ];
    expect(told(events).out).toBe('[preflight] pause:3.10: pulled\n');
  });
});

describe('what tells how far it is', () => {
  const far = (text: string): Event => ({
    kind: 'effect-progress',
    phase: 'preflight',
    effect: start,
    text,
    passing: true,
  });

  test('is painted over in a terminal, and gone when it has ended', () => {
    const captured = capture({ terminal: true });
    captured.reporter.emit(far('image 1'));
    captured.now = 1000;
    captured.reporter.emit(far('image 2'));
    captured.reporter.emit(ended('preflight', start));
    expect(captured.err).toBe('\r\u001b[2K[preflight] image 1\r\u001b[2K[preflight] image 2\r\u001b[2K');
    expect(captured.out).toContain('Start the kubelet');
  });

  test('is told twice a minute elsewhere', () => {
    const captured = capture();
    for (captured.now = 0; captured.now < 65_000; captured.now += 1000) {
      captured.reporter.emit(far(`after ${captured.now / 1000} s`));
    }
    expect(captured.out).toBe('[preflight] after 30 s\n[preflight] after 60 s\n');
  });
});

describe('objects', () => {
  const object = (name: string, why?: string) =>
    ended('upload-config/kubeadm', apply('ConfigMap', name, {}, why), { verdict: 'create' });

  test('of one purpose are told in one line, kept ones left out', () => {
    const kept = ended('upload-config/kubeadm', apply('ConfigMap', 'k'), { verdict: 'keep' });
    expect(told([object('a'), kept, object('b'), phaseEnded]).out).toBe(
      '[upload-config] Store the configuration: ConfigMap a, ConfigMap b\n',
    );
  });

  test('of several purposes, done side by side, are told apart', () => {
    expect(told([object('a', 'one'), object('b', 'two'), object('c', 'one'), phaseEnded]).out).toBe(
      '[upload-config] One: ConfigMap a, ConfigMap c\n[upload-config] Two: ConfigMap b\n',
    );
  });

  test('a long list is shortened, unless -v is given', () => {
    const events = [...'abcd'].map((name) => object(name)).concat(phaseEnded as never);
    expect(told(events).out).toBe(
      '[upload-config] Store the configuration: ConfigMap a, ConfigMap b and 2 more objects\n',
    );
    expect(told(events, { verbosity: 1 }).out).toContain('ConfigMap a, ConfigMap b, ConfigMap c, ConfigMap d\n');
  });

  test('come before what is told next', () => {
    expect(told([object('a'), ended('kubelet-start', start)]).out).toBe(
      '[upload-config] Store the configuration: ConfigMap a\n[kubelet-start] Start the kubelet\n',
    );
  });
});

describe('findings', () => {
  const finding = { name: 'Swap', severity: 'error', message: 'swap is on', hint: 'swapoff -a' } as const;
  const found = (more: object): Event => ({ kind: 'finding', finding, ignored: false, explained: false, ...more });

  test('ignored errors and warnings stand on standard error, with what mends them', () => {
    const text = '\t[WARNING Swap]: swap is on\n\t  to mend it: swapoff -a\n';
    expect(told([found({ ignored: true })])).toEqual({ out: '', err: text });
    expect(told([found({ finding: { ...finding, severity: 'warning' } })]).err).toBe(text);
  });

  test('errors are left to the failure of the run', () => {
    expect(told([found({})])).toEqual({ out: '', err: '' });
  });

  test('what an interrupted run explains is no obstacle', () => {
    expect(told([found({ explained: true })]).out).toBe(
      '[preflight] swap is on: that is from the interrupted run and no obstacle\n',
    );
  });
});

describe('notes', () => {
  test.each<[Event, string, string]>([
    [{ kind: 'note', phase: 'certs/ca', note: { level: 'info', text: 'hello' } }, '[certs] hello\n', ''],
    [{ kind: 'note', note: { level: 'warning', text: 'beware' } }, '', 'Warning: beware\n'],
    [{ kind: 'note', phase: 'show-join-command', note: { level: 'output', text: '\njoin\n' } }, '\njoin\n', ''],
    [{ kind: 'note', note: { level: 'output', text: 'no end' } }, 'no end\n', ''],
  ])('%j', (event, out, err) => {
    expect(told([event])).toEqual({ out, err });
  });
});

describe('runs', () => {
  const run: Event = {
    kind: 'run-started',
    command: 'init',
    run: 'r',
    continued: true,
    dryRun: false,
    phases: ['preflight'],
  };

  test('a continued run says so', () => {
    expect(told([run, { kind: 'checks-started', phase: 'preflight' }]).out).toBe(
      '[init] Continuing an interrupted run; what it finished is kept\n[preflight] Running pre-flight checks\n',
    );
  });

  test('a run of which nothing is left to do says so', () => {
    expect(told([{ kind: 'run-ended', outcome: 'unchanged', elapsedMs: 5 }]).out).toMatch(/^Nothing to do: /);
  });

  test('in a terminal the last line counts what was done; programs that take the last lines do not see it', () => {
    const events = [
      ended('etcd/local', write(), { verdict: 'create' }),
      { kind: 'run-ended', outcome: 'succeeded', elapsedMs: 9700 },
    ] as const;
    expect(told(events, { terminal: true }).err).toMatch(/\nDone in 9\.7s: 1 file written\.\n$/);
    expect(told(events).err).toBe('');
  });

  test('phases and times are told with -v', () => {
    const events: Event[] = [
      { kind: 'phase-started', phase: 'certs/ca', index: 1, count: 9 },
      { kind: 'phase-ended', phase: 'certs/ca', elapsedMs: 12 },
      { kind: 'run-ended', outcome: 'succeeded', elapsedMs: 61_000 },
    ];
    expect(told(events)).toEqual({ out: '', err: '' });
    expect(told(events, { verbosity: 1 }).err).toBe(
      '[certs] phase certs/ca, 2 of 9\n[certs] phase certs/ca took 12ms\nrun succeeded after 1m1s\n',
    );
  });
});

describe('waiting', () => {
  const waiting = (elapsedMs: number, lastSeen: string): Event => ({
    kind: 'waiting',
    phase: 'wait-control-plane',
    effect: waitFor('kube-apiserver'),
    elapsedMs,
    lastSeen,
  });

  test('in a pipe it is told at the beginning, twice a minute and at the end', () => {
    const captured = capture();
    captured.reporter.emit(began('wait-control-plane', waitFor('kube-apiserver')));
    for (let second = 1; second <= 65; second++) {
      captured.now = second * 1000;
      captured.reporter.emit(waiting(captured.now, 'connection refused'));
    }
    captured.reporter.emit(ended('wait-control-plane', waitFor('kube-apiserver')));
    expect(captured.out.split('\n')).toEqual([
      '[control-plane-check] Wait for a healthy kube-apiserver at http://127.0.0.1/healthz. This can take up to 4m0s',
      '[control-plane-check] Still waiting for kube-apiserver, 30s of 4m0s: connection refused',
      '[control-plane-check] Still waiting for kube-apiserver, 1m0s of 4m0s: connection refused',
      '[control-plane-check] kube-apiserver is healthy after 1.5s',
      '',
    ]);
    expect(captured.err).toBe('');
  });

  test('what seems to keep something from starting is told at once, and once', () => {
    const captured = capture();
    const suspect = { code: 'port-taken', component: 'etcd', title: 'etcd does not start: x', fix: 'y' };
    for (const name of ['kube-apiserver', 'kube-scheduler']) {
      const effect = waitFor(name);
      captured.reporter.emit(began('wait-control-plane', effect));
      for (const elapsedMs of [1000, 2000]) {
        captured.reporter.emit({ ...waiting(elapsedMs, 'x'), effect, suspect } as Event);
      }
    }
    const lines = captured.out.split('\n').filter((line) => line.includes('etcd'));
    expect(lines).toEqual(['[control-plane-check] So far etcd does not start: x; this is watched on']);
  });

  test('the kubelet has a prefix of its own', () => {
    expect(told([began('wait-control-plane', waitFor('kubelet'))]).out).toMatch(
      /^\[kubelet-check\] Wait for a healthy/,
    );
  });

  test('in a terminal one line is painted over and taken away before anything else', () => {
    const captured = capture({ terminal: true, color: 'never' });
    captured.reporter.emit(began('wait-control-plane', waitFor('kube-apiserver')));
    captured.reporter.emit(began('wait-control-plane', waitFor('etcd')));
    captured.reporter.emit(waiting(1000, 'refused'));
    captured.now = 50;
    captured.reporter.emit(waiting(1050, 'too soon to paint'));
    captured.now = 150;
    captured.reporter.emit(waiting(1150, 'a text too long for the terminal that it is shown in'));
    captured.reporter.emit(ended('wait-control-plane', waitFor('etcd')));
    expect(captured.err).toBe(
      [
        '\r\u001b[2KWaiting for kube-apiserver and 1 more, 1s of 4m0s: refused',
        '\r\u001b[2KWaiting for kube-apiserver and 1 more, 1.2s of 4m0s: a tex…',
        '\r\u001b[2K',
      ].join(''),
    );
    expect(captured.out).toMatch(/etcd is healthy after 1\.5s\n$/);
  });
});

describe('colour', () => {
  const event = ended('kubelet-start', start);
  const coloured = '\u001b[36m[kubelet-start]\u001b[39m Start the kubelet\n';
  const plain = '[kubelet-start] Start the kubelet\n';

  test.each<[string, Parameters<typeof capture>[0], string]>([
    ['in a terminal', { terminal: true }, coloured],
    ['not in a pipe', {}, plain],
    ['not with NO_COLOR', { terminal: true, env: { NO_COLOR: '1' } }, plain],
    ['not in a dumb terminal', { terminal: true, env: { TERM: 'dumb' } }, plain],
    ['with --color=always everywhere', { color: 'always', env: { NO_COLOR: '1' } }, coloured],
    ['with --color=never nowhere', { terminal: true, color: 'never' }, plain],
  ])('%s', (_, options, text) => {
    expect(told([event], options).out).toBe(text);
  });
});

test('a reader that went away stops nothing', () => {
  const gone = {
    write: () => {
      throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    },
  };
  const reporter = new TextReporter({
    streams: { out: gone, err: gone },
    color: 'auto',
    env: {},
    verbosity: 9,
    now: () => 0,
  });
  expect(() => reporter.emit(ended('kubelet-start', start))).not.toThrow();
});
