import { describe, expect, test } from 'vitest';
import { initFlags } from '../../src/cli/flags.ts';
import { ConfigError, UsageError } from '../../src/errors.ts';
import { renderError } from '../../src/render/error-text.ts';
import { exitCodeOf } from '../../src/render/exit-code.ts';
import { loadInitSpec } from '../../src/spec/load-init.ts';
import { readRun } from '../cli/read.ts';

/** Values that a flag of `init` must refuse, each with words of the complaint. */
const badValues: { readonly [flag: string]: readonly (readonly [value: string, tells: string])[] } = {
  'apiserver-advertise-address': [['10.0.0.300', 'localAPIEndpoint.advertiseAddress: this is no IP address']],
  'apiserver-bind-port': [
    ['70000', 'localAPIEndpoint.bindPort: a port is a number'],
    ['http', 'it is a whole number'],
    ['99999999999', 'the number is out of range'],
  ],
  'apiserver-cert-extra-sans': [
    ['a,b c', 'apiServer.certSANs[1]: this is neither'],
    ['a"b', 'a double quote'],
  ],
  'cert-dir': [['pki', 'certificatesDir: the path must begin with /']],
  'certificate-key': [['00ff', 'certificateKey: the key must be 64 hexadecimal digits (found 4 digits)']],
  'control-plane-endpoint': [['https://a', 'controlPlaneEndpoint: a host is wanted, not a URL']],
  'dry-run': [['maybe', 'it is true or false']],
  'feature-gates': [
    ['RootlesControlPlane=true', 'did you mean "RootlessControlPlane"?'],
    ['RootlessControlPlane', 'true or false is missing'],
    ['RootlessControlPlane=on', 'it is true or false'],
  ],
  'ignore-preflight-errors': [['all,Swap', 'all stands for every check']],
  'image-repository': [['https://a.b/c', 'imageRepository: no image can be named']],
  'kubernetes-version': [
    ['1.x', 'kubernetesVersion: this is neither a version nor a label'],
    ['v1.99.0', 'this version is newer than this program'],
  ],
  'node-name': [['a_b', 'nodeRegistration.name: this cannot be the name of a node']],
  'pod-network-cidr': [
    ['10.0.0.0', 'networking.podSubnet: this is no range'],
    ['10.0.0.0/7', 'too large'],
  ],
  'service-cidr': [['10.96.0.0/30', 'networking.serviceSubnet: the range has 4 addresses']],
  'service-dns-domain': [['cluster_local', 'networking.dnsDomain: this is no DNS name']],
  'skip-certificate-key-print': [['1.5', 'it is true or false']],
  'skip-token-print': [['', 'it is true or false']],
  token: [['abc.def', 'bootstrapTokens[0].token: this is no bootstrap token']],
  'token-ttl': [['5d', 'it is a duration']],
  'upload-certs': [['ja', 'it is true or false']],
};

/** Judged only where they are used: whether a file is there, which phases a workflow has, what runs on this machine. */
const judgedLater = ['config', 'cri-socket', 'patches', 'secrets-file', 'skip-phases', 'success-file'];

test('no flag of init is left out', () => {
  expect([...Object.keys(badValues), ...judgedLater].sort()).toEqual([...initFlags].sort());
});

describe('refused on the command line, and named', () => {
  const rows = Object.entries(badValues).flatMap(([flag, values]) =>
    values.map(([value, tells]) => [flag, value, tells] as const),
  );
  test.each(rows)('--%s=%s', async (flag, value, tells) => {
    const error = await refusal([`init`, `--${flag}=${value}`]);
    expect(error instanceof ConfigError || error instanceof UsageError).toBe(true);
    expect(exitCodeOf(error)).toBe(3);
    const text = renderError(error, { program: 'tsadm', verbose: 0 });
    expect(text).toContain(`--${flag}`);
    expect(text).toContain(tells);
    expect(text).not.toMatch(/\n\s+at |undefined|\[object/);
    if (flag === 'token' || flag === 'certificate-key') expect(text).not.toContain(value);
  });

  test('all of them at once', async () => {
    const words = ['token=a', 'service-cidr=a', 'node-name=a_b', 'cert-dir=a'].map((word) => `--${word}`);
    const { issues } = (await refusal(['init', ...words])) as ConfigError;
    expect(issues.map(({ file }) => file).sort()).toEqual(['--cert-dir', '--node-name', '--service-cidr', '--token']);
  });
});

/** What `init` says to a command line before it touches anything. */
async function refusal(words: readonly string[]): Promise<unknown> {
  try {
    const { overrides, options, ignorePreflightErrors } = await readRun(words);
    const ignored = {
      path: 'InitConfiguration.nodeRegistration.ignorePreflightErrors',
      value: [...ignorePreflightErrors],
      flag: 'ignore-preflight-errors',
    };
    loadInitSpec({ program: 'tsadm', overrides: [...overrides, ignored], options });
  } catch (error) {
    return error;
  }
  throw new Error(`${words.join(' ')} is taken`);
}
