import { expect, test } from 'vitest';
import { described, secretText, text } from '../../src/plan/artifact.ts';
import type { Effect, Judgement, RunEffect } from '../../src/plan/effect.ts';
import type { KubeObject } from '../../src/plan/json.ts';
import type { PlannedEffect } from '../../src/plan/planned-effect.ts';
import { Secret } from '../../src/plan/secret.ts';
import { renderPlan } from '../../src/render/plan-text.ts';
import { apply, start, waitFor, write } from './effects.ts';

const entry = (effect: Effect, verdict: Judgement['verdict'], more: Partial<PlannedEffect> = {}): PlannedEffect => ({
  phase: effect.id.split(':')[0]!,
  effect,
  judgement: { verdict },
  ...more,
});

/** The lines between the heading and the summary. */
function shown(...planned: readonly PlannedEffect[]): string {
  const lines = renderPlan(planned, { coloured: false }).trimEnd().split('\n');
  return lines.slice(2, -2).join('\n');
}

const path = '/etc/kubernetes/manifests/etcd.yaml';

test('heading, phases and summary', () => {
  const planned = [entry(write(), 'create'), entry(start, 'do'), entry(waitFor('kubelet'), 'do')];
  expect(
    renderPlan(planned, { coloured: false }),
  ).toBe(`[dryrun] Nothing is changed. This is what would be done, in this order:

[etcd/local]
  would create static Pod manifest for etcd
      /etc/kubernetes/manifests/etcd.yaml  0600
      +kind: Pod

[kubelet-start]
  would start the kubelet

[wait-control-plane]
  would wait for a healthy kubelet at http://127.0.0.1/healthz, up to 4m0s

[dryrun] Would do: create 1, carry out 1, wait 1.
`);
});

test('when nothing is to be done it says so', () => {
  const planned = [entry(write(), 'keep'), entry(waitFor('kubelet'), 'do')];
  expect(renderPlan(planned, { coloured: false })).toMatch(/\n\[dryrun\] Would change nothing\.\n$/);
});

test('a changed file is shown as a difference, a changed mode beside it', () => {
  const lines = 'abcdefgh'.split('').join('\n');
  const effect = write({ files: [{ path, mode: 0o600, content: text(`${lines}\n`) }] });
  const before = { kind: 'files', files: { [path]: { text: `${lines.replace('e', 'E')}\n`, mode: 0o644 } } } as const;
  expect(shown(entry(effect, 'change', { before }))).toBe(`[etcd/local]
  would change static Pod manifest for etcd
      ${path}  0644 -> 0600
      @@ line 2 @@
       b
       c
       d
      -E
      +e
       f
       g
       h`);
});

test('a kept file and one with wrong permissions are not shown in full', () => {
  const before = { kind: 'files', files: { [path]: { mode: 0o644 } } } as const;
  const kept = { verdict: 'keep', reason: 'as wanted', warnings: ['it expires soon'] } as const;
  expect(shown(entry(write(), 'keep', { judgement: kept }), entry(write(), 'chmod', { before }))).toBe(`[etcd/local]
  would keep static Pod manifest for etcd (as wanted)
      Warning: it expires soon
      ${path}  0600
  would mend the permissions of static Pod manifest for etcd
      ${path}  0644 -> 0600`);
});

test('secrets are shown as their tag, what is not minted yet as a description', () => {
  const effect = write({
    what: 'ca certificate and key',
    files: [
      { path: '/pki/ca.key', mode: 0o600, content: secretText(new Secret('PRIVATE', 'sha256:12ab')) },
      { path: '/pki/ca.crt', mode: 0o644, content: described('CA certificate CN=kubernetes') },
    ],
  });
  expect(shown(entry(effect, 'create'))).toBe(`[etcd/local]
  would create ca certificate and key
      /pki/ca.key  0600  <sha256:12ab>
      /pki/ca.crt  0644  <CA certificate CN=kubernetes>`);
});

test('secrets inside public files are masked, old ones too', () => {
  const content = (value: string) => `env:\n- name: PASSWORD\n  value: ${value}\n- name: A\n  value: one\n`;
  const effect = write({
    files: [{ path, mode: 0o600, content: text(content('new-password')) }],
    masks: [new Secret('new-password', 'env PASSWORD')],
  });
  const before = { kind: 'files', files: { [path]: { text: content('old-password'), mode: 0o600 } } } as const;
  const text_ = shown(entry(effect, 'change', { before }));
  expect(text_).toContain('-  value: <not shown>\n      +  value: <env PASSWORD>');
  expect(text_).not.toMatch(/(?:old|new)-password/);
});

test('a new object is shown as YAML, data of Secrets is not', () => {
  expect(
    shown(entry(apply('Secret', 's', { data: { token: 'aGVsbG8=' }, type: 'x' }), 'create')),
  ).toBe(`[upload-config/kubeadm]
  would create Secret s in namespace kube-system
      +apiVersion: v1
      +data:
      +  token: <not shown>
      +kind: Secret
      +metadata:
      +  name: s
      +  namespace: kube-system
      +type: x`);
});

test('an object is compared in the fields that we own', () => {
  const live: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c', namespace: 'kube-system', uid: 'u' },
    data: { ours: 'old', theirs: 'x' },
  };
  const text_ = shown(
    entry(apply('ConfigMap', 'c', { data: { ours: 'new' } }), 'change', { before: { kind: 'object', object: live } }),
  );
  expect(text_).toContain('-  ours: old\n      +  ours: new');
  expect(text_).not.toMatch(/theirs|uid/);
});

test('of a Secret with another value at least that is said', () => {
  const live: KubeObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's', namespace: 'kube-system' },
    data: { token: 'b2xk', same: 'eA==' },
  };
  const wanted = apply('Secret', 's', { data: { token: 'bmV3', same: 'eA==' } });
  const text_ = shown(entry(wanted, 'change', { before: { kind: 'object', object: live } }));
  expect(text_).toContain('-  token: <not shown>\n      +  token: <not shown, another value>');
  expect(text_).toContain('   same: <not shown>');
  expect(text_).not.toMatch(/b2xk|bmV3|eA==/);
});

test('what cannot be seen now says why', () => {
  const judgement = { verdict: 'unknown', reason: 'the API server does not answer' } as const;
  expect(shown(entry(apply('ConfigMap', 'c'), 'unknown', { judgement }))).toContain(
    '  would make sure of ConfigMap c in namespace kube-system (the API server does not answer)\n',
  );
});

test('one line stands before the first effect that cannot be undone, kept ones passed over', () => {
  const none = { irreversible: 'a restart is a restart' };
  const planned = [
    entry(start, 'keep', none),
    entry(write(), 'create'),
    entry(start, 'do', none),
    entry(start, 'do', none),
  ];
  const lines = shown(...planned)
    .split('\n')
    .filter((line) => line.startsWith('----') || line.startsWith('  would'));
  expect(lines).toEqual([
    '  would not need to start the kubelet',
    '  would create static Pod manifest for etcd',
    '---- from here on not everything can be undone: a restart is a restart',
    '  would start the kubelet',
    '  would start the kubelet',
  ]);
});

test('commands are shown as one would type them; operations in their own words', () => {
  const run: RunEffect = { kind: 'run', id: 'p:run', why: 'w', file: 'sh', args: ['-c', "echo 'a b'"] };
  expect(shown(entry(run, 'do'))).toContain(`  would run sh -c 'echo '\\''a b'\\'''`);
  expect(shown(entry(start, 'do', { describe: 'start the service kubelet' }))).toContain(
    '  would start the service kubelet',
  );
});

test('removals', () => {
  expect(shown(entry({ kind: 'remove', id: 'p:x', why: 'w', path: '/x', what: 'old data' }, 'delete'))).toContain(
    '  would remove /x: old data',
  );
  const ref = { apiVersion: 'v1', kind: 'ConfigMap', name: 'c' };
  const effect: Effect = { kind: 'delete', id: 'p:y', why: 'w', ref, via: { kubeconfig: 'k' } };
  expect(shown(entry(effect, 'absent'))).toContain('  would not need to remove ConfigMap c');
});

test('colour marks additions and removals', () => {
  expect(renderPlan([entry(write(), 'create')], { coloured: true })).toContain('\u001b[32m+kind: Pod\u001b[39m');
});
