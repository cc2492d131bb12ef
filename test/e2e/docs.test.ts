import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyRoot, run } from './program.ts';

/** Commands of the documents that need no cluster are given to the built program; init as a dry run, below a folder. */

const folder = join(import.meta.dirname, '../../docs');
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
const usual = 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.36.3\n';
/** Any address will do; this one is set aside for documentation. A machine without a default route finds none. */
const address = 'localAPIEndpoint:\n  advertiseAddress: 192.0.2.10\n';
const needsNoCluster = /^tsadm (?:init (?!phase)|config images list|certs generate-csr|help|version|status|completion)/;

function configurationOf(text: string): string {
  if (text.includes('kind: InitConfiguration\n')) return text.replace('kind: InitConfiguration\n', `$&${address}`);
  return `${text}---\napiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n${address}`;
}

/** The commands of a page, each with the configuration that stands before it. */
function commandsOf(page: string): readonly { readonly command: string; readonly configuration: string }[] {
  let configuration = usual;
  const blocks = [...readFileSync(join(folder, page), 'utf8').matchAll(/^```(sh|yaml)\n(.*?)^```$/gms)];
  return blocks.flatMap(([, language, text]) => {
    if (language === 'yaml') {
      configuration = text!;
      return [];
    }
    const commands = text!.trim().split('\n');
    return commands.flatMap((command) => (needsNoCluster.test(command) ? [{ command, configuration }] : []));
  });
}

const all = pages.flatMap((page) => commandsOf(page).map((each) => ({ page, ...each })));

test('there are such commands', () => {
  expect(all.length).toBeGreaterThan(10);
});

test.each(all)('$page: $command', async ({ command, configuration }) => {
  const root = emptyRoot();
  for (const place of ['', 'run/kubeadm']) {
    mkdirSync(join(root, place), { recursive: true });
    writeFileSync(join(root, place, place === '' ? 'cluster.yaml' : 'kubeadm.yaml'), configurationOf(configuration));
  }
  const words = command
    .replace('--config cluster.yaml', '--config /cluster.yaml')
    .replace('--events /', `--events ${root}/`)
    .split(' ')
    .slice(1);
  mkdirSync(join(root, 'var/log'), { recursive: true });
  const more = [`--rootfs=${root}`];
  if (words[0] === 'init') {
    more.push('--ignore-preflight-errors=all', ...(words.includes('--dry-run') ? [] : ['--dry-run']));
    if (!words.includes('--config')) more.push('--apiserver-advertise-address=192.0.2.10');
  }
  const { code, out, err } = await run([...words, ...more]);
  expect(code, out + err).toBe(0);
});
