import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Case } from './case.ts';

/** How one command of a case ended. */
export interface Step {
  readonly command: string;
  readonly refused: boolean;
  readonly out: string;
  readonly err: string;
}

export interface Ran {
  readonly steps: readonly Step[];
  /** Folder with everything that lies on the machine and not on this host. */
  readonly layer: string;
}

/** Where the programs are. */
export interface Programs {
  readonly kubeadm: string;
  readonly tsadm: string;
}

export const CONFIGURATION = '/case/config.yaml';

const oneInterface = `
ip link set lo up
ip link add eth0 type bridge
ip link set eth0 addrgenmode none
ip link set eth0 up
ip address add 10.10.0.5/24 dev eth0
ip address add fd00:10::5/64 dev eth0 nodad
ip route add default via 10.10.0.1
ip -6 route add default via fd00:10::1
`;

/** Answers on sockets, so that a runtime is found there. */
const listener = `
const [, , ...paths] = process.argv;
for (const path of paths) {
  require('fs').mkdirSync(require('path').dirname(path), { recursive: true });
  require('net').createServer().listen(path);
}
setTimeout(() => {}, 60000);
`;

/**
 * Runs the steps of a case with one of the programs on a machine that begins with `base` (the layer of an
 * earlier one), until one is refused.
 */
export async function runOnMachine(
  one: Case,
  program: 'kubeadm' | 'tsadm' | 'prepare',
  programs: Programs,
  configuration: string | undefined,
  space: string,
  base?: string,
): Promise<Ran> {
  const layer = join(space, 'layer');
  mkdirSync(space);
  mkdirSync(layer);
  // Into the writable layer as it is, with its traces of files that were removed; node's own copy knows no devices.
  if (base) await execa('cp', ['-a', base, join(space, 'base')]);
  for (const folder of ['case/bin', 'case/out']) mkdirSync(join(layer, folder), { recursive: true });
  for (const [path, text] of Object.entries(one.files ?? {}))
    write(join(layer, path), text, path.startsWith('/case/bin/') ? 0o755 : 0o644);
  if (configuration !== undefined) write(join(layer, CONFIGURATION), configuration);
  write(join(layer, 'case/bin/systemctl'), systemctl(one.systemdResolved === true), 0o755);
  write(join(layer, 'case/listener.cjs'), listener);
  // Nobody answers there, at once: labels of versions cannot be looked up.
  write(join(layer, 'etc/resolv.conf'), 'nameserver 127.0.0.1\n');
  cpSync(programs.tsadm, join(layer, 'case/bin/tsadm.real'));
  const name = program === 'tsadm' ? (one.as ?? 'tsadm') : 'kubeadm';
  const target = program === 'tsadm' ? '/case/bin/tsadm.real' : '/case/bin/kubeadm.real';
  write(join(space, 'network.sh'), one.network ?? oneInterface);
  write(join(space, 'hostname'), one.hostName ?? 'node1');
  write(join(space, 'kubeadm'), programs.kubeadm);
  const steps = program === 'prepare' ? [`!${one.prepare}`] : (one.steps ?? []);
  const commands = steps.map((step) => command(step, name, configuration !== undefined));
  write(join(layer, 'case/steps.sh'), script(commands, name, target, one));
  const result = await execa(
    'unshare',
    ['--mount', '--uts', '--net', 'sh', join(import.meta.dirname, 'machine.sh'), space],
    {
      extendEnv: false,
      env: { PATH: `/case/bin:${dirname(process.execPath)}:/usr/sbin:/usr/bin:/sbin:/bin`, HOME: '/root', ...one.env },
      cwd: '/',
      reject: false,
      all: true,
    },
  );
  if (result.failed) throw new Error(`the machine of ${program} failed: ${result.all}`);
  const after = join(space, 'layer-after');
  return { steps: commands.flatMap((text, index) => stepOf(join(after, 'case/out'), text, index)), layer: after };
}

function command(step: string, name: string, configured: boolean): string {
  if (step.startsWith('!')) return step.slice(1);
  return `${name} ${step}${configured ? ` --config ${CONFIGURATION}` : ''}`;
}

function script(commands: readonly string[], name: string, target: string, one: Case): string {
  const sockets = one.sockets ?? [];
  return [
    'cd /',
    `ln -sf ${target} /case/bin/${name}`,
    ...(sockets.length === 0 ? [] : [`node /case/listener.cjs ${sockets.join(' ')} & listener=$!`]),
    ...sockets.map((path) => `until [ -S ${path} ]; do sleep 0.05; done`),
    'umask 022',
    ...commands.map((text, index) => {
      const out = `/case/out/${index}`;
      return `if [ -z "$refused" ]; then ( ${text}\n ) >${out}.out 2>${out}.err </dev/null; code=$?; echo $code >${out}.code; [ $code = 0 ] || refused=yes; fi`;
    }),
    ...(sockets.length === 0 ? [] : ['kill $listener']),
    'exit 0',
    '',
  ].join('\n');
}

function stepOf(folder: string, text: string, index: number): readonly Step[] {
  const read = (ending: string) => readFileSync(join(folder, `${index}.${ending}`), 'utf8');
  try {
    // The names of the programs differ; what they are told does not.
    const command = text.replace(/^(kubeadm|tsadm) /, '');
    return [{ command, refused: read('code').trim() !== '0', out: read('out'), err: read('err') }];
  } catch {
    return [];
  }
}

/** An init system whose services all do as they are told. */
function systemctl(resolved: boolean): string {
  const answer = resolved ? 'active' : 'inactive';
  return `#!/bin/sh\ncase "$*" in\n*systemd-resolved*) echo ${answer}; [ ${answer} = active ];;\n*is-active*) echo active;;\nesac\n`;
}

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}
