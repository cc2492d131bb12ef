import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import { loadJoin } from '../../src/spec/load-join.ts';
import { loadReset } from '../../src/spec/load-reset.ts';
import { loadUpgrade } from '../../src/spec/load-upgrade.ts';
import { discovery, join, reset, upgrade } from './load-documents-cases.ts';

const loaders = { join: loadJoin, reset: loadReset, upgrade: loadUpgrade };
const good = { join: join(discovery), reset: reset(''), upgrade: upgrade('') };
const kinds = ['join', 'reset', 'upgrade'] as const;

function load(kind: keyof typeof loaders, text: string | undefined, program = 'tsadm') {
  const document = text === undefined ? {} : { document: { file: 'f.yaml', text } };
  return loaders[kind]({ program, ...document, overrides: [] });
}

describe.each(kinds)('%s', (kind) => {
  const others = kinds.filter((other) => other !== kind);

  test('ignores documents that it has no use for, with a warning each', () => {
    const component = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n';
    const text = [...others.map((other) => good[other]), component, good[kind]].join('---\n');
    expect(load(kind, text).warnings).toHaveLength(3);
  });

  test('wants its own document', () => {
    expect(() => load(kind, good[others[0]!])).toThrow(ConfigError);
  });

  test('forgives unknown fields under the name kubeadm only', () => {
    const text = `${good[kind]}dryrun: true\n`;
    expect(() => load(kind, text)).toThrow(ConfigError);
    expect(load(kind, text, 'kubeadm').warnings.map(({ path }) => path)).toEqual(['dryrun']);
  });
});

test('reset and upgrade need no file', () => {
  expect(load('reset', undefined).spec).toMatchObject({ certificatesDir: '/etc/kubernetes/pki', criSocket: '' });
  expect(load('upgrade', undefined).spec).toMatchObject({ apply: { etcdUpgrade: true }, plan: { etcdUpgrade: true } });
});

test('flags go over the file, and are named in what is wrong with them', () => {
  const overrides = [{ path: 'JoinConfiguration.nodeRegistration.name', value: 'a_b', flag: 'node-name' }];
  const input = { program: 'tsadm', document: { file: 'f.yaml', text: good.join }, overrides };
  expect(() => loadJoin(input)).toThrow(
    expect.objectContaining({ issues: [expect.objectContaining({ file: '--node-name' })] }),
  );
});

test('the bootstrap token serves for TLS too, a scheme of a file path goes', () => {
  expect(loadJoin({ program: 't', document: { file: 'f', text: good.join }, overrides: [] }).spec).toMatchObject({
    discovery: { tlsBootstrapToken: expect.objectContaining({}) },
  });
  const text = join('discovery: {file: {kubeConfigPath: "file:///a/b"}}');
  const { spec } = loadJoin({ program: 't', document: { file: 'f', text }, overrides: [] });
  expect(spec.discovery).toEqual({ file: { kubeConfigPath: '/a/b' }, tlsBootstrapToken: undefined });
});
