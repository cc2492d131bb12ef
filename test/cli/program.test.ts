import { describe, expect, test } from 'vitest';
import type { Invocation, WorkflowInvocation } from '../../src/cli/invocation.ts';
import { workflowCommands } from '../../src/cli/workflow-commands.ts';
import { UsageError } from '../../src/errors.ts';
import { defaultOptions } from '../../src/spec/defaults.ts';
import { read, readRun } from './read.ts';

const plainInit: WorkflowInvocation = {
  kind: 'workflow',
  workflow: 'init',
  selection: { kind: 'all' },
  skipPhases: [],
  overrides: [],
  options: defaultOptions('tsadm'),
  ignorePreflightErrors: [],
  output: 'text',
  color: 'auto',
  warnings: [],
  verbosity: 0,
};

const podCidr = {
  path: 'ClusterConfiguration.networking.podSubnet',
  value: '10.244.0.0/16',
  flag: 'pod-network-cidr',
};

describe('command lines', () => {
  test.each<[string, Partial<WorkflowInvocation>]>([
    ['init', {}],
    ['init --pod-network-cidr 10.244.0.0/16', { overrides: [podCidr] }],
    ['init --pod-network-cidr=10.244.0.0/16', { overrides: [podCidr] }],
    ['--pod-network-cidr 10.244.0.0/16 init', { overrides: [podCidr] }],
    ['init --config k.yaml', { configFile: 'k.yaml' }],
    ['init --config=', {}],
    ['init --dry-run', { dryRun: true }],
    ['init --dry-run=false', { dryRun: false }],
    ['init --dry-run=1 --dry-run=0', { dryRun: false }],
    ['init -v5', { verbosity: 5 }],
    ['init -v=5', { verbosity: 5 }],
    ['init -v 5', { verbosity: 5 }],
    ['-v 5 init', { verbosity: 5 }],
    ['init --v=5', { verbosity: 5 }],
    ['init --v 5', { verbosity: 5 }],
    ['init --vmodule main=3', {}],
    ['init --rootfs /mnt', { rootfs: '/mnt' }],
    ['--rootfs=/mnt init', { rootfs: '/mnt' }],
    [
      'init --skip-phases addon/kube-proxy,certs --skip-phases etcd',
      { skipPhases: ['addon/kube-proxy', 'certs', 'etcd'] },
    ],
    ['init --skip-phases=', {}],
    ['init --ignore-preflight-errors Swap,NumCPU', { ignorePreflightErrors: ['Swap', 'NumCPU'] }],
    ['init -o json --events - --color never', { output: 'json', events: '-', color: 'never' }],
    ['init -ojson', { output: 'json' }],
    [
      'init --upload-certs --skip-token-print',
      { options: { ...plainInit.options, uploadCerts: true, skipTokenPrint: true } },
    ],
    [
      'init --feature-gates A=true',
      { overrides: [{ path: 'ClusterConfiguration.featureGates', value: { A: true }, flag: 'feature-gates' }] },
    ],
    [
      'init --token-ttl 0 --token a --apiserver-bind-port 443',
      {
        overrides: [
          { path: 'InitConfiguration.localAPIEndpoint.bindPort', value: 443, flag: 'apiserver-bind-port' },
          { path: 'InitConfiguration.bootstrapTokens[0].token', value: 'a', flag: 'token' },
          { path: 'InitConfiguration.bootstrapTokens[0].ttl', value: '0', flag: 'token-ttl' },
        ],
      },
    ],
    [
      'init --apiserver-cert-extra-sans a,b --apiserver-cert-extra-sans c',
      {
        overrides: [
          {
            path: 'ClusterConfiguration.apiServer.certSANs',
            value: ['a', 'b', 'c'],
            flag: 'apiserver-cert-extra-sans',
          },
        ],
      },
    ],
    [
      'init --config k.yaml --node-name n --ignore-preflight-errors all --dry-run --upload-certs --skip-phases etcd -v 1 --events e -o json',
      {
        configFile: 'k.yaml',
        overrides: [{ path: 'InitConfiguration.nodeRegistration.name', value: 'n', flag: 'node-name' }],
        ignorePreflightErrors: ['all'],
        dryRun: true,
        options: { ...plainInit.options, uploadCerts: true },
        skipPhases: ['etcd'],
        verbosity: 1,
        events: 'e',
        output: 'json',
      },
    ],
    ['init phase preflight', { selection: { kind: 'phase', path: 'preflight' } }],
    ['phase preflight', { selection: { kind: 'phase', path: 'preflight' } }],
    ['init phase certs ca', { selection: { kind: 'phase', path: 'certs/ca' } }],
    ['init phase certs all', { selection: { kind: 'phase', path: 'certs' } }],
    ['init phase uploadconfig kubeadm', { selection: { kind: 'phase', path: 'upload-config/kubeadm' } }],
    ['init phase bootstraptoken', { selection: { kind: 'phase', path: 'bootstrap-token' } }],
    [
      'init phase certs --cert-dir /x ca',
      {
        selection: { kind: 'phase', path: 'certs/ca' },
        overrides: [{ path: 'ClusterConfiguration.certificatesDir', value: '/x', flag: 'cert-dir' }],
      },
    ],
    ['init --dry-run phase certs ca', { selection: { kind: 'phase', path: 'certs/ca' }, dryRun: true }],
    ['init phase --dry-run certs ca', { selection: { kind: 'phase', path: 'certs/ca' }, dryRun: true }],
    [
      'init phase addon coredns --print-manifest --kubeconfig k',
      {
        selection: { kind: 'phase', path: 'addon/coredns' },
        options: { ...plainInit.options, printManifest: true, kubeconfig: 'k' },
      },
    ],
    [
      'init phase control-plane apiserver --apiserver-extra-args a=b,a=c',
      {
        selection: { kind: 'phase', path: 'control-plane/apiserver' },
        overrides: [
          {
            path: 'ClusterConfiguration.apiServer.extraArgs',
            value: [
              { name: 'a', value: 'b' },
              { name: 'a', value: 'c' },
            ],
            flag: 'apiserver-extra-args',
          },
        ],
        warnings: [
          'flag --apiserver-extra-args is deprecated and will go away: set ClusterConfiguration.apiServer.extraArgs in a file given with --config',
        ],
      },
    ],
  ])('%s', async (line, wanted) => {
    expect(await read(line)).toEqual({ ...plainInit, ...wanted });
  });

  test.each<[string, Partial<Invocation>]>([
    ['version', { output: '' }],
    ['version -o short', { output: 'short' }],
    ['version --output=json', { output: 'json' }],
    ['version -oyaml', { output: 'yaml' }],
    ['version --help=false', { output: '' }],
    ['-v=3 version', { output: '', verbosity: 3 }],
  ])('%s', async (line, wanted) => {
    expect(await read(line)).toEqual({ kind: 'version', verbosity: 0, ...wanted });
  });

  test('the program that was called is the one that is named in what is printed', async () => {
    const invocation = await read('init', { name: 'kubeadm' });
    expect(invocation).toMatchObject({ options: { program: 'kubeadm' } });
  });

  test('phases are loaded only when a command line is about them', async () => {
    const workflows = workflowCommands.map((record) => ({
      ...record,
      load: () => Promise.reject(new Error(`${record.name} loaded`)),
    }));
    await expect(read('version', { workflows })).resolves.toMatchObject({ kind: 'version' });
    await expect(read('help', { workflows })).resolves.toMatchObject({ kind: 'help' });
    await expect(read('init', { workflows })).rejects.toThrow('init loaded');
  });
});

describe('usage errors', () => {
  test.each<[string | readonly string[], string, string?]>([
    ['bogus', 'unknown command "bogus" for "tsadm"'],
    ['inti', 'unknown command "inti" for "tsadm"', 'the nearest known command is init'],
    ['bogus --help', 'unknown command "bogus" for "tsadm"'],
    ['init bogus', 'unknown command "bogus" for "tsadm init"'],
    ['init phase bogus', 'unknown command "bogus" for "tsadm init phase"'],
    ['init phase all', 'unknown command "all" for "tsadm init phase"'],
    ['init phase cert', 'unknown command "cert" for "tsadm init phase"', 'the nearest known command is certs'],
    ['init phase certs ca extra', 'unknown command "extra" for "tsadm init phase certs ca"'],
    ['version extra', 'unknown command "extra" for "tsadm version"'],
    ['init -- foo', 'unknown command "foo" for "tsadm init"'],
    [['init', ''], 'unknown command "" for "tsadm init"'],
    ['init -', 'unknown command "-" for "tsadm init"'],
    ['init --bogus', 'unknown flag: --bogus'],
    ['init --bogus --help', 'unknown flag: --bogus'],
    [
      'init --kubernetes_version=v1.36.0',
      'unknown flag: --kubernetes_version',
      'the nearest known flag is --kubernetes-version',
    ],
    ['init --pod-netwrk-cidr 1', 'unknown flag: --pod-netwrk-cidr', 'the nearest known flag is --pod-network-cidr'],
    ['version --outpu short', 'unknown flag: --outpu', 'the nearest known flag is --output'],
    ['init --apiserver-extra-args a=b', 'unknown flag: --apiserver-extra-args'],
    ['init phase preflight --token x', 'unknown flag: --token'],
    ['--version', 'unknown flag: --version'],
    ['init -x', "unknown shorthand flag: 'x' in -x"],
    ['init -hx', "unknown shorthand flag: 'x' in -x"],
    ['init --=x', 'bad flag syntax: --=x'],
    ['init ---x', 'bad flag syntax: ---x'],
    ['init --config', 'flag needs an argument: --config'],
    ['init -v', "flag needs an argument: 'v' in -v"],
    ['init -hv', "flag needs an argument: 'v' in -hv"],
    ['init --v=abc', 'invalid argument "abc" for "-v, --v" flag: it is a whole number'],
    ['init --dry-run=', 'invalid argument "" for "--dry-run" flag: it is true or false'],
    ['init --dry-run=maybe --help', 'invalid argument "maybe" for "--dry-run" flag: it is true or false'],
    ['init --skip-phases certs/bogus', 'invalid phase name: certs/bogus'],
    [
      'init --skip-phases uploadconfig,addon/kubeproxy',
      'invalid phase name: uploadconfig, addon/kubeproxy',
      'the nearest known phases are upload-config, addon/kube-proxy',
    ],
    ['init --skip-phases kubelet-strt', 'invalid phase name: kubelet-strt', 'the nearest known phase is kubelet-start'],
    ['version -o xml', 'invalid argument "xml" for "-o, --output" flag: it is one of short, json, yaml'],
    [
      'init --config k --token abc --pod-network-cidr 1',
      '--config cannot be mixed with the flags [pod-network-cidr token]',
      'set in the file instead: ClusterConfiguration.networking.podSubnet (--pod-network-cidr), InitConfiguration.bootstrapTokens[0].token (--token)',
    ],
    ['init --config k --cri-socket s', '--config cannot be mixed with the flags [cri-socket]'],
    ['init phase show-join-command', 'tsadm init phase show-join-command cannot run alone: '],
  ])('%j', async (line, message, hint) => {
    const error = await read(line).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(message);
    if (hint !== undefined) expect((error as UsageError).hint).toBe(hint);
  });
});

test('values of flags before a sub-command are not taken for the sub-command', async () => {
  const { rootfs, selection } = await readRun('--rootfs init init phase --cert-dir certs certs ca');
  expect({ rootfs, selection }).toEqual({ rootfs: 'init', selection: { kind: 'phase', path: 'certs/ca' } });
});
