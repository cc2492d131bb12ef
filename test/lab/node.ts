import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa, type Options } from 'execa';
import { type Addresses, addressesOf } from './addresses.ts';
import type { CommandResult } from './command.ts';
import { listTree, type TreeEntry } from './file-tree.ts';
import { type InstallableProgram, install } from './install.ts';
import { setCable } from './network.ts';
import { cutPower, leader, start } from './nspawn.ts';
import { childrenOf } from './process-id.ts';

export interface ExecOptions {
  /** Beside the machine's own (PATH, HOME, KUBECONFIG=/etc/kubernetes/admin.conf). */
  readonly env?: { readonly [name: string]: string };
  readonly input?: string;
  /** A file of the host to read stdin from. */
  readonly inputFile?: string;
  /** Five minutes unless said. A command that takes longer is killed and its exit code is 124. */
  readonly timeoutMs?: number;
  /** Aborting kills the command and its children on the spot, as kill -9 does; the exit code is 137. */
  readonly signal?: AbortSignal;
}

const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LANG: 'C.UTF-8',
  TERM: 'dumb',
  KUBECONFIG: '/etc/kubernetes/admin.conf',
};

/** A machine of the lab, seen from outside. */
export class LabNode {
  readonly name: string;
  readonly addresses: Addresses;
  readonly #tmpfs: { readonly [path: string]: string };

  constructor(name: string, tmpfs: { readonly [path: string]: string } = {}) {
    this.name = name;
    this.addresses = addressesOf(name);
    this.#tmpfs = tmpfs;
  }

  /** Switches the machine on and waits until its services run. After `kill` it goes on with the files it had. */
  async start(): Promise<void> {
    await start(this.name, this.#tmpfs);
    // Until D-Bus answers, the question itself fails; then it waits for the boot to end.
    for (const deadline = Date.now() + 60_000; ; ) {
      const { stdout } = await this.exec(['systemctl', 'is-system-running', '--wait'], { timeoutMs: 60_000 });
      if (/^(running|degraded)$/m.test(stdout)) return;
      if (Date.now() > deadline) throw new Error(`${this.name} does not come up (${stdout.trim()})`);
      await sleep(30);
    }
  }

  /** Pulls the plug. What was written is kept, also what no fsync asked for: the host's page cache stays. */
  async kill(): Promise<void> {
    await cutPower(this.name);
  }

  get running(): boolean {
    return leader(this.name) !== undefined;
  }

  /** Runs a command in the machine; never throws for its exit code. */
  async exec(command: readonly string[], options: ExecOptions = {}): Promise<CommandResult> {
    const { input = '', inputFile, signal, timeoutMs = 300_000 } = options;
    // The limit is kept inside the machine: killing nsenter here would leave its child running there.
    const limit = ['timeout', '--kill-after=1', (timeoutMs / 1000).toFixed(3)];
    const child = execa('nsenter', this.#enter([...limit, ...command], options.env), {
      ...(inputFile ? { inputFile } : { input }),
      reject: false,
      stripFinalNewline: false,
      extendEnv: false,
    });
    const onAbort = (): void => killTree(child.pid);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    const { exitCode, stdout, stderr } = await child;
    signal?.removeEventListener('abort', onAbort);
    return { exitCode: exitCode ?? 137, stdout, stderr };
  }

  /** Runs a command that must succeed and returns what it wrote to stdout. */
  async run(...command: string[]): Promise<string> {
    const result = await this.exec(command);
    if (result.exitCode === 0) return result.stdout;
    const words = `${result.stdout}${result.stderr}`.trim();
    throw new Error(`${this.name}: ${command.join(' ')} exited with ${result.exitCode}\n${words}`);
  }

  /** Runs a command on the caller's own terminal. */
  async interact(command: readonly string[]): Promise<number> {
    const options: Options = { stdio: 'inherit', reject: false };
    const { exitCode } = await execa('nsenter', this.#enter(command, { TERM: process.env['TERM'] ?? 'dumb' }), options);
    return exitCode ?? 137;
  }

  /** Puts a program of a release into the machine; one that is there is replaced, as a package upgrade would. */
  async install(program: InstallableProgram, version?: string): Promise<void> {
    await install(this.name, program, version);
  }

  /** A file's text; throws when there is none. */
  async readFile(path: string): Promise<string> {
    return this.run('cat', path);
  }

  /** Writes a file, with its folder. */
  async writeFile(path: string, content: string, mode = 0o644): Promise<void> {
    const script = 'mkdir -p "$(dirname "$1")" && cat > "$1" && chmod "$2" "$1"';
    const result = await this.exec(['sh', '-c', script, 'sh', path, mode.toString(8)], { input: content });
    if (result.exitCode !== 0) throw new Error(`${this.name}: writing ${path}: ${result.stderr}`);
  }

  /** Everything below these paths, sorted; paths that do not exist are left out. */
  async listTree(...paths: string[]): Promise<readonly TreeEntry[]> {
    return listTree(this, paths);
  }

  async kubectl(...args: string[]): Promise<string> {
    return this.run('kubectl', ...args);
  }

  /** Stops a unit (kubelet, containerd). */
  async stopUnit(unit: string): Promise<void> {
    await this.run('systemctl', 'stop', unit);
  }

  async startUnit(unit: string): Promise<void> {
    await this.run('systemctl', 'start', unit);
  }

  /** Fills a tmpfs of this machine until nothing more fits; deleting the returned file undoes it. */
  async fillDisk(path: string): Promise<string> {
    const kind = (await this.run('stat', '--file-system', '--format=%T', path)).trim();
    if (kind !== 'tmpfs') throw new Error(`${path} is ${kind}: filling it would fill the host's disk`);
    const filler = `${path}/lab-filler`;
    await this.exec(['dd', 'if=/dev/zero', `of=${filler}`, 'bs=64k']);
    return filler;
  }

  /** Cuts the machine off the network, or puts it back. */
  async setNetwork(state: 'up' | 'down'): Promise<void> {
    await setCable(this.name, state);
  }

  #enter(command: readonly string[], env: { readonly [name: string]: string } = {}): string[] {
    const pid = leader(this.name);
    if (!pid || !existsSync(`/proc/${pid}`)) throw new Error(`machine ${this.name} is not running`);
    const assignments = Object.entries({ ...ENVIRONMENT, ...env }).map(([name, value]) => `${name}=${value}`);
    return ['-t', String(pid), '-a', '--wdns=/root', '--', 'env', '-i', ...assignments, ...command];
  }
}

/** Children first would let parents notice; so parents first. */
function killTree(pid: number | undefined): void {
  if (pid === undefined) return;
  const children = childrenOf(pid);
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
  for (const child of children) killTree(child);
}
