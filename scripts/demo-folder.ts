import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { execa } from 'execa';

/** Any address will do for files that nobody serves; this one is set aside for documentation. */
const CONFIGURATION = `apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint:
  advertiseAddress: 192.0.2.10
nodeRegistration:
  name: demo
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.36.3
networking:
  podSubnet: 10.244.0.0/16
`;

const PHASES = ['certs all', 'kubeconfig all', 'etcd local', 'control-plane all'];

/** Makes the files of a control plane below a new folder, starts nothing, and lists them. */
export async function demoInFolder(program: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tsadm-demo-'));
  mkdirSync(join(folder, 'root'));
  writeFileSync(join(folder, 'root/cluster.yaml'), CONFIGURATION);
  for (const phase of PHASES) {
    const words = ['init', 'phase', ...phase.split(' '), '--config=/root/cluster.yaml', `--rootfs=${folder}`];
    console.log(`\n$ tsadm ${words.join(' ')}`);
    await execa(process.execPath, [program, ...words], { stdio: 'inherit' });
  }
  const files = filesBelow(join(folder, 'etc'));
  console.log(`\n${files.length} files below ${folder}:`);
  for (const file of files) {
    const { mode, size } = statSync(file);
    console.log(`  ${(mode & 0o777).toString(8)} ${String(size).padStart(6)}  ${relative(folder, file)}`);
  }
  console.log(
    [
      '',
      'This is all the demo did: it made the files of a control plane. Nothing was started, no cluster exists.',
      `Look around in ${folder}; remove it with: rm -r ${folder}`,
    ].join('\n'),
  );
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
