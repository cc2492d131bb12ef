import { describe, expect, test } from 'vitest';
import type { Invocation } from '../../src/cli/invocation.ts';
import { UsageError } from '../../src/errors.ts';
import { read } from './read.ts';

const plain = { kind: 'direct', program: 'tsadm', overrides: [], output: 'text', warnings: [], verbosity: 0 } as const;

describe('command lines', () => {
  test.each<[string, Partial<Invocation>]>([
    ['config print init-defaults', { ...plain, command: 'config print init-defaults', flags: {} }],
    [
      'config print init-defaults --component-configs KubeletConfiguration,KubeProxyConfiguration',
      { flags: { 'component-configs': ['KubeletConfiguration', 'KubeProxyConfiguration'] } },
    ],
    ['config validate --config k', { command: 'config validate', configFile: 'k' }],
    ['config --kubeconfig x validate --config k', { command: 'config validate', overrides: [], warnings: [] }],
    ['config --allow-deprecated-api validate --config k', { flags: { config: 'k', 'allow-deprecated-api': true } }],
    ['config migrate --old-config k', { command: 'config migrate', flags: { 'old-config': 'k' } }],
    ['config images list -o yaml', { command: 'config images list', output: 'yaml' }],
    [
      'config images list --allow-missing-template-keys=false --show-managed-fields -v 3',
      { command: 'config images list', verbosity: 3 },
    ],
    [
      'config images list --kubernetes-version v1.36.3',
      {
        overrides: [{ path: 'ClusterConfiguration.kubernetesVersion', value: 'v1.36.3', flag: 'kubernetes-version' }],
      },
    ],
    ['certs certificate-key', { command: 'certs certificate-key' }],
    ['certificates certificate-key --rootfs /x', { command: 'certs certificate-key', rootfs: '/x' }],
    ['config images pull', { kind: 'workflow', workflow: 'config images pull', selection: { kind: 'all' } }],
    [
      'config images pull --config k --cri-socket s',
      {
        kind: 'workflow',
        overrides: [],
        warnings: ['beside --config, --cri-socket has no effect; the file decides'],
      },
    ],
    [
      'certs generate-csr --config k --cert-dir d --kubeconfig-dir e',
      {
        kind: 'workflow',
        workflow: 'certs generate-csr',
        configFile: 'k',
        overrides: [{ path: 'ClusterConfiguration.certificatesDir', value: 'd', flag: 'cert-dir' }],
        warnings: [],
      },
    ],
    ['help checks', { kind: 'topic', topic: 'checks', output: 'text', verbosity: 0 }],
    ['help exit-codes -o json', { kind: 'topic', topic: 'exit-codes', output: 'json' }],
    ['config', { kind: 'help', wrong: 'subcommand is required' }],
    ['config print', { kind: 'help', wrong: 'subcommand is required' }],
    ['config images', { kind: 'help', wrong: 'subcommand is required' }],
    ['certs', { kind: 'help', wrong: 'subcommand is required' }],
  ])('%s', async (line, wanted) => {
    expect(await read(line)).toMatchObject(wanted);
  });
});

describe('usage errors', () => {
  test.each([
    ['config bogus', 'unknown command "bogus" for "tsadm config"'],
    ['config print bogus', 'unknown command "bogus" for "tsadm config print"'],
    ['config print init-defaults x', 'unknown command "x" for "tsadm config print init-defaults"'],
    ['certs bogus', 'unknown command "bogus" for "tsadm certs"'],
    ['config validate', 'the flag --config is mandatory'],
    ['config migrate --old-config=', 'the flag --old-config is mandatory'],
    ['config print join-defaults --component-configs KubeletConfiguration', 'unknown flag: --component-configs'],
    ['config print init-defaults --component-configs X', 'no component configuration "X"'],
    ['config images list -o kyaml', 'the output format kyaml of kubeadm is not supported yet'],
    ['config images list -o jsonpath={.images}', 'the output format jsonpath of kubeadm is not supported yet'],
    ['config images list -o go-template={{.}}', 'the output format go-template of kubeadm is not supported yet'],
    ['config images list -o xml', 'there is no output format "xml"'],
    ['config images list --cert-dir x', 'unknown flag: --cert-dir'],
    ['certs certificate-key --config x', 'unknown flag: --config'],
  ])('%s', async (line, message) => {
    const error = await read(line).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(message);
  });
});

/** What `kubeadm <command> --help` lists (1.36.3); `output` of others than `images list` is ours. */
const kubeadm: { readonly [command: string]: readonly string[] } = {
  'config print init-defaults': ['component-configs'],
  'config print join-defaults': [],
  'config print reset-defaults': [],
  'config print upgrade-defaults': [],
  'config migrate': ['allow-experimental-api', 'new-config', 'old-config'],
  'config validate': ['allow-deprecated-api', 'allow-experimental-api', 'config'],
  'config images list': [
    'allow-missing-template-keys',
    'config',
    'feature-gates',
    'image-repository',
    'kubernetes-version',
    'show-managed-fields',
  ],
  'config images pull': ['config', 'cri-socket', 'feature-gates', 'image-repository', 'kubernetes-version'],
  'certs certificate-key': [],
  'certs generate-csr': ['cert-dir', 'config', 'kubeconfig-dir'],
};
const ours = ['color', 'events', 'output'];

test.each(Object.entries(kubeadm))('%s has the flags of kubeadm', async (command, flags) => {
  const { text } = (await read(`${command} --help`)) as Extract<Invocation, { kind: 'help' }>;
  const [local = '', global = ''] = text.split('Global Flags:').map((part) => part.replace(/^[\s\S]*?Flags:/, ''));
  const names = (part: string) => [...part.matchAll(/^ +(?:-\w, )? *--([\w-]+)/gm)].map((match) => match[1]!);
  expect(names(local).filter((name) => name !== 'help' && !ours.includes(name))).toEqual(flags);
  expect(names(global)).toEqual([...(command.startsWith('config') ? ['kubeconfig'] : []), 'rootfs', 'v', 'vmodule']);
});
