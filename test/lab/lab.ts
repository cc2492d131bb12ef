import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addressesOf, hostsPods } from './addresses.ts';
import { baseTree } from './base-tree.ts';
import { cached, cacheFolder } from './cache.ts';
import { removeCgroups } from './cgroups.ts';
import { imageStore, linkStore } from './image-store.ts';
import { imageArchives } from './images.ts';
import type { InstallableProgram } from './install.ts';
import { releaseLock, rewriteLock, takeLock } from './lock.ts';
import { bridgeDown, bridgeUp, connect, disconnect } from './network.ts';
import { LabNode } from './node.ts';
import { furnishNode, kubernetesLayer } from './node-files.ts';
import { cutPower, machineFolder, machinesFolder, mountRoot, onDisk, rootOf, unmountRoot } from './nspawn.ts';
import { ensureHostPackages } from './packages.ts';
import { processId, thisProcess } from './process-id.ts';
import { whatIsMissing } from './requirements.ts';
import { slotted } from './slot.ts';
import { prepareSysctls, restoreSysctls } from './sysctls.ts';
import { DEFAULT_VERSION, release } from './versions.ts';

export interface BootOptions {
  /** Release of the machine's kubelet and kubectl. */
  readonly version?: string;
  /** Programs to put in before it boots: `kubeadm` of the release, or `tsadm` as built. */
  readonly install?: readonly InstallableProgram[];
  /** Releases whose images are there at boot; that of the machine unless said. */
  readonly images?: readonly string[];
  /** Path → size, `{ '/var/lib/etcd': '64m' }`: a disk small enough to fill. */
  readonly tmpfs?: { readonly [path: string]: string };
  /** More to write below the machine's root before it boots. */
  readonly furnish?: (root: string) => void;
}

/** One lab at a time in a slot: machine names, addresses and the bridge are the slot's. */
export const LOCK = (): string => cached(`${slotted('lab')}.lock`);

/** Waiting for another lab: a whole test file of it may be running. */
const PATIENCE_MS = Number(process.env['TSADM_LAB_WAIT'] || 1200) * 1000;

/**
 * Machines on one bridge. Whoever opens a lab has it alone until `close`. However the process ends, also by kill -9,
 * a second process (reaper.ts) takes away what is left.
 */
export class Lab {
  readonly #tmpfs = new Map<string, BootOptions['tmpfs']>();
  #reaper: ReturnType<typeof spawn> | undefined;

  /** `purpose` is shown to whoever waits. Machines kept by `lab up` stay and are refused unless `withKept`. */
  static async open(purpose: string, options: { readonly withKept?: boolean } = {}): Promise<Lab> {
    const missing = whatIsMissing();
    if (missing) throw new Error(missing);
    mkdirSync(cacheFolder(), { recursive: true });
    await takeLock(LOCK(), purpose, PATIENCE_MS);
    const lab = new Lab();
    try {
      lab.#watch(purpose);
      await sweep();
      const kept = machineNames();
      if (kept.length > 0 && !options.withKept) {
        throw new Error(`machines ${kept.join(', ')} are up; take them down first: npm run lab -- down`);
      }
      await ensureHostPackages();
      return lab;
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  /** Makes a machine of that name and switches it on. One of the same name must be taken down before. */
  async boot(name: string, options: BootOptions = {}): Promise<LabNode> {
    addressesOf(name);
    if (existsSync(machineFolder(name))) throw new Error(`machine ${name} is there already`);
    const wanted = release(options.version ?? DEFAULT_VERSION);
    const layers = [await kubernetesLayer(wanted), await baseTree()];
    const images = hostsPods(name) ? (options.images ?? [wanted.kubernetes]) : [];
    const store = images.length > 0 ? await imageStore(images) : undefined;
    // The folder first: it tells other slots that there is a machine here.
    mkdirSync(machineFolder(name), { recursive: true });
    await prepareSysctls();
    await bridgeUp();
    await mountRoot(name, layers);
    await connect(name);
    furnishNode(rootOf(name), name, wanted);
    options.furnish?.(rootOf(name));
    if (store) await linkStore(store, onDisk(name, 'containerd'));
    const node = new LabNode(name, options.tmpfs);
    this.#tmpfs.set(name, options.tmpfs);
    for (const program of options.install ?? []) await node.install(program, wanted.kubernetes);
    await node.start();
    return node;
  }

  /** A machine that was booted before, perhaps by another process. */
  node(name: string): LabNode {
    if (!existsSync(machineFolder(name)))
      throw new Error(`no machine ${name}; there are: ${machineNames().join(', ') || 'none'}`);
    return new LabNode(name, this.#tmpfs.get(name));
  }

  get names(): readonly string[] {
    return machineNames();
  }

  /** Adds a release's images to a running machine. One that has none gets a prepared store; else they are imported. */
  async load(name: string, version: string): Promise<void> {
    const node = this.node(name);
    if ((await node.run('ctr', '-n', 'k8s.io', 'images', 'ls', '-q')).trim() === '') {
      const store = await imageStore([version]);
      await node.stopUnit('containerd');
      await linkStore(store, onDisk(name, 'containerd'));
      await node.startUnit('containerd');
      return;
    }
    const folder = await imageArchives(release(version));
    for (const archive of readdirSync(folder)) {
      const imported = await node.exec(['ctr', '-n', 'k8s.io', 'images', 'import', '-'], {
        inputFile: join(folder, archive),
      });
      if (imported.exitCode !== 0) throw new Error(`${name}: importing ${archive}: ${imported.stderr}`);
    }
  }

  /** Takes machines away, all of them unless named, whatever state they are in. */
  async down(...names: string[]): Promise<void> {
    for (const name of names.length > 0 ? names : machineNames()) await removeMachine(name);
    await tidyHost();
  }

  /** Lets the machines stay after this process ends; `npm run lab -- down` takes them away. */
  keep(): void {
    for (const name of machineNames()) writeFileSync(join(machineFolder(name), 'kept'), '');
  }

  /** Takes away what was not kept, and gives the lab to the next. */
  async close(): Promise<void> {
    await sweep();
    releaseLock(LOCK());
    this.#reaper?.stdin?.end();
  }

  /** Starts the reaper. It waits for its stdin to close, which the kernel sees to whichever way this process ends. */
  #watch(purpose: string): void {
    const script = fileURLToPath(new URL('./reaper.ts', import.meta.url));
    const log = openSync(cached(`${slotted('reaper')}.log`), 'w');
    this.#reaper = spawn(process.execPath, ['--import', 'tsx', script], { detached: true, stdio: ['pipe', log, log] });
    closeSync(log);
    this.#reaper.unref();
    (this.#reaper.stdin as unknown as { unref(): void }).unref();
    const reaper = processId(this.#reaper.pid ?? 0);
    rewriteLock(LOCK(), { purpose, holders: reaper ? [thisProcess(), reaper] : [thisProcess()] });
  }
}

/** Takes away machines that nobody kept. Only for whoever holds the lock. */
export async function sweep(): Promise<void> {
  for (const name of machineNames()) {
    if (!existsSync(join(machineFolder(name), 'kept'))) await removeMachine(name);
  }
  await tidyHost();
}

/** Every machine has a folder before it has anything else, so folders tell of half-made ones too. */
function machineNames(): readonly string[] {
  return existsSync(machinesFolder()) ? readdirSync(machinesFolder()).sort() : [];
}

async function removeMachine(name: string): Promise<void> {
  await cutPower(name);
  await unmountRoot(name);
  await disconnect(name);
  await removeCgroups(name);
  rmSync(machineFolder(name), { recursive: true, force: true });
}

async function tidyHost(): Promise<void> {
  if (machineNames().length > 0) return;
  await bridgeDown();
  await restoreSysctls();
}
