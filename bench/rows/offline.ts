import { DEFAULT_VERSION } from '../../test/lab/versions.ts';
import { measure, prepare } from '../measured.ts';
import { type Benchmark, PROGRAMS, type Program, repeated } from '../paired.ts';

/** A command that needs no cluster, on a machine that stays as it is. */
function offline(
  key: string,
  rounds: number,
  name: string,
  words: (program: Program, round: number) => readonly string[],
): Benchmark {
  return {
    key,
    rounds,
    async measure(lab, given) {
      const node = await lab.boot('cp1', { install: [...PROGRAMS], images: [] });
      await prepare(node);
      // Without a configuration it starts and fails every ten seconds, in the middle of what is measured.
      await node.stopUnit('kubelet');
      const { seconds, memory } = await repeated(name, given, (program, round) =>
        measure(node, [program, ...words(program, round)]),
      );
      await lab.down('cp1');
      return [seconds, memory];
    },
  };
}

/** How large each program is on disk. */
export const size: Benchmark = {
  key: 'size',
  rounds: 1,
  async measure(lab) {
    const node = await lab.boot('cp1', { install: [...PROGRAMS], images: [] });
    const mebibytes = async (program: Program): Promise<number> =>
      Number(await node.run('stat', '--format=%s', `/usr/bin/${program}`)) / 1024 ** 2;
    const pair = { tsadm: await mebibytes('tsadm'), kubeadm: await mebibytes('kubeadm') };
    await lab.down('cp1');
    return [{ name: 'size of the program', unit: 'MiB', pairs: [pair] }];
  },
};

export const version = offline('version', 15, 'version', () => ['version']);

export const certs = offline('certs', 9, 'init phase certs all', (program, round) => [
  ...['init', 'phase', 'certs', 'all', `--kubernetes-version=${DEFAULT_VERSION}`],
  `--cert-dir=/root/pki-${program}-${round}`,
]);

export const dryRun = offline('dry-run', 9, 'init --dry-run', () => [
  ...['init', '--dry-run', `--kubernetes-version=${DEFAULT_VERSION}`, '--ignore-preflight-errors=all'],
]);
