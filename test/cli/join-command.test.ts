import { describe, expect, test } from 'vitest';
import type { WorkflowInvocation } from '../../src/cli/invocation.ts';
import { joinCommand } from '../../src/cli/join-command.ts';
import { workflowCommands } from '../../src/cli/workflow-commands.ts';
import type { Json } from '../../src/plan/json.ts';
import { read } from './read.ts';

const workflows = [...workflowCommands.filter(({ name }) => name !== 'join'), joinCommand];
const token = 'abcdef.0123456789abcdef';
const other = 'ghijkl.0123456789abcdef';

async function readJoin(line: string): Promise<WorkflowInvocation> {
  const invocation = await read(line, { workflows });
  if (invocation.kind !== 'workflow') throw new Error(`${line} is ${invocation.kind}`);
  return invocation;
}

/** Fields of the JoinConfiguration in the order in which they are put there. */
async function fieldsOf(line: string): Promise<readonly (readonly [string, Json])[]> {
  const { overrides } = await readJoin(line);
  return overrides.map(({ path, value }) => [path.replace('JoinConfiguration.', ''), value] as const);
}

const endpoint = ['discovery.bootstrapToken.apiServerEndpoint', '10.0.0.1:6443'];

describe('flags of join', () => {
  test.each<[string, readonly (readonly [string, Json])[] | readonly Json[]]>([
    [
      `join 10.0.0.1:6443 --token ${token} --discovery-token-ca-cert-hash sha256:a --discovery-token-ca-cert-hash sha256:b`,
      [
        endpoint,
        ['discovery.bootstrapToken.caCertHashes', ['sha256:a', 'sha256:b']],
        ['discovery.bootstrapToken.token', token],
        ['discovery.tlsBootstrapToken', token],
      ],
    ],
    [
      `join --token ${token} --discovery-token ${other} 10.0.0.1:6443`,
      [endpoint, ['discovery.bootstrapToken.token', other], ['discovery.tlsBootstrapToken', token]],
    ],
    [
      `join --discovery-file /f --tls-bootstrap-token ${token}`,
      [
        ['discovery.file.kubeConfigPath', '/f'],
        ['discovery.tlsBootstrapToken', token],
      ],
    ],
    [
      'join 10.0.0.1:6443 --control-plane --apiserver-bind-port 443 --certificate-key k',
      [
        ['controlPlane', {}],
        endpoint,
        ['controlPlane.localAPIEndpoint.bindPort', 443],
        ['controlPlane.certificateKey', 'k'],
      ],
    ],
    ['join 10.0.0.1:6443 --experimental-control-plane', [['controlPlane', {}], endpoint]],
    ['join 10.0.0.1:6443 --control-plane=false', [endpoint]],
    [
      'join --node-name n --cri-socket unix:///x --patches /p',
      [
        ['nodeRegistration.criSocket', 'unix:///x'],
        ['nodeRegistration.name', 'n'],
        ['patches.directory', '/p'],
      ],
    ],
    ['join --config f --node-name n', [['nodeRegistration.name', 'n']]],
    ['join phase kubelet-start 10.0.0.1:6443', [endpoint]],
  ])('%s', async (line, wanted) => {
    expect(await fieldsOf(line)).toEqual(wanted);
  });

  test.each<[string, readonly string[]]>([
    [`join --discovery-file /f --token ${token}`, []],
    [
      'join a:1 --discovery-file /f --discovery-token x',
      ['[api-server-endpoint], --discovery-token have no effect beside --discovery-file'],
    ],
    ['join --config f a:1', ['[api-server-endpoint] has no effect beside --config; the file decides']],
    ['join a:1 --apiserver-bind-port 5', ['--apiserver-bind-port has no effect without --control-plane']],
    [
      'join a:1 --experimental-control-plane',
      ['flag --experimental-control-plane is deprecated and will go away: it is called --control-plane'],
    ],
  ])('%s: what has no effect is told', async (line, wanted) => {
    expect((await readJoin(line)).warnings).toEqual(wanted);
  });

  test.each<[string, string]>([
    ['join --config f --control-plane', '--config cannot be mixed with the flags [control-plane]'],
    [`join --config f --token ${token}`, '--config cannot be mixed with the flags [token]'],
    [
      'join --config f --cri-socket x --patches p --node-name y --apiserver-bind-port 44',
      '--config cannot be mixed with the flags [apiserver-bind-port cri-socket patches]',
    ],
    ['join a b', 'tsadm join takes one [api-server-endpoint] at most, and 2 words were given'],
    ['join phase etcd-join a:1', 'unknown command "a:1" for "tsadm join phase etcd-join"'],
    ['join phase check-etcd', 'unknown command "check-etcd" for "tsadm join phase"'],
    ['join --skip-phases bogus', 'invalid phase name: bogus'],
  ])('%s: %s', async (line, message) => {
    await expect(read(line, { workflows })).rejects.toThrow(message);
  });

  test('help has the word in its usage line, and the phases that are not hidden', async () => {
    const help = await read('join --help', { workflows });
    const text = help.kind === 'help' ? help.text : '';
    expect(text).toContain('\n  tsadm join [api-server-endpoint] [flags]\n');
    expect(text).toContain('/download-certs');
    expect(text).not.toContain('check-etcd');
  });

  test('phases select what they are named after', async () => {
    expect((await readJoin('join phase control-plane-prepare all')).selection).toEqual({
      kind: 'phase',
      path: 'control-plane-prepare',
    });
  });
});
