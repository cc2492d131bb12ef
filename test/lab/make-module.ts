import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const KUBERNETES = 'k8s.io/kubernetes';
const PROGRAMS = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-proxy',
  'kube-scheduler',
  'kubeadm',
  'kubectl',
  'kubelet',
];

const TOOLS: { readonly [name: string]: (version: string) => readonly string[] } = {
  etcd: (version) => ['server', 'etcdctl', 'etcdutl'].map((part) => `go.etcd.io/etcd/${part}/v3@v${version}`),
  coredns: (version) => [`github.com/coredns/coredns@v${version}`],
};

/**
 * Writes modules/NAME-VERSION/go.mod and go.sum, once for every release the lab is taught:
 * `npm run lab -- module kubernetes v1.37.0`, `npm run lab -- module etcd 3.7.0`.
 */
export async function makeModule(name: string, version: string): Promise<void> {
  const folder = join(fileURLToPath(new URL('./modules', import.meta.url)), `${name}-${version}`);
  if (existsSync(join(folder, 'go.sum'))) throw new Error(`${folder} is there already`);
  mkdirSync(folder, { recursive: true });
  const go = (...args: string[]): Promise<{ stdout: string }> =>
    execa('go', args, { cwd: folder, env: { GOWORK: 'off' } });
  if (name === 'kubernetes') {
    writeFileSync(join(folder, 'go.mod'), await kubernetesModule(version));
  } else {
    const tools = TOOLS[name];
    if (!tools) throw new Error(`modules are kubernetes, ${Object.keys(TOOLS).join(', ')}; not ${name}`);
    writeFileSync(join(folder, 'go.mod'), `module lab.test/${name}\n\ngo 1.26.0\n`);
    await go('get', '-tool', ...tools(version));
  }
  await go('mod', 'tidy');
}

/**
 * Kubernetes' own go.mod points its staging modules at folders beside it, which a dependency does not have; they are
 * published under the same minor and patch, as v0.
 */
async function kubernetesModule(version: string): Promise<string> {
  const staging = `v0.${version.replace(/^v1\./, '')}`;
  const { stdout } = await execa('go', ['mod', 'download', '-json', `${KUBERNETES}@${version}`], { cwd: '/' });
  const { GoMod } = JSON.parse(stdout) as { readonly GoMod: string };
  const text = readFileSync(GoMod, 'utf8');
  const replaced = [...text.matchAll(/^\s+(\S+) => \.\/staging\//gm)].map(
    ([, module]) => `\t${module} => ${module} ${staging}`,
  );
  const tools = PROGRAMS.map((program) => `\t${KUBERNETES}/cmd/${program}`);
  return [
    'module lab.test/k8s\n',
    `${/^go \S+$/m.exec(text)?.[0]}\n`,
    `require ${KUBERNETES} ${version}\n`,
    `replace (\n${replaced.join('\n')}\n)\n`,
    `tool (\n${tools.join('\n')}\n)\n`,
  ].join('\n');
}
