import { readFileSync, writeFileSync } from 'node:fs';
import { currentExecutable } from '../../scripts/current-executable.ts';
import { captureObjects } from './cluster-objects.ts';
import { differences, showDifferences } from './difference.ts';
import { imageStore } from './image-store.ts';
import type { InstallableProgram } from './install.ts';
import { Lab } from './lab.ts';
import { captureFiles } from './machine-files.ts';
import { makeModule } from './make-module.ts';
import { kubernetesLayer } from './node-files.ts';
import { say, timed } from './progress.ts';
import { whatIsMissing } from './requirements.ts';
import { DEFAULT_VERSION, release } from './versions.ts';

const USAGE = `usage: npm run lab -- COMMAND
  up NAME… [--version V] [--install kubeadm,tsadm] [--bare]   boot machines (cp1 cp2 cp3 w1 w2); --bare: no images
  install NAME tsadm|kubeadm|kubelet|kubectl [V]              put a program into a machine
  load NAME V                                                 add a release's images
  exec NAME -- COMMAND…                                       run a command there
  kill NAME | start NAME                                      pull the plug, switch on again
  list                                                        machines that are up
  capture NAME FILE | diff FILE FILE                          take down files and objects; compare two of those
  build V                                                     make everything a release needs, in the cache
  module kubernetes|etcd|coredns V                            teach the lab a version (writes go.mod and go.sum)
  down [NAME…]                                                take machines away, all unless named`;

type Words = readonly string[];

const COMMANDS: {
  readonly [name: string]: (lab: Lab, words: Words, flags: ReadonlyMap<string, string>) => Promise<number>;
} = {
  async up(lab, names, flags) {
    const version = flags.get('version') ?? DEFAULT_VERSION;
    const programs = (flags.get('install') ?? 'kubeadm').split(',') as InstallableProgram[];
    if (programs.includes('tsadm')) await currentExecutable(say);
    for (const name of names) {
      const images = flags.has('bare') ? [] : [version];
      await timed(`booting ${name}`, () => lab.boot(name, { version, install: programs, images }));
      lab.keep();
    }
    return 0;
  },
  async install(lab, [name = '', program = '', version]) {
    if (program === 'tsadm') await currentExecutable(say);
    await lab.node(name).install(program as InstallableProgram, version);
    return 0;
  },
  async load(lab, [name = '', version = DEFAULT_VERSION]) {
    await timed(`loading ${version}`, () => lab.load(name, version));
    return 0;
  },
  async exec(lab, [name = '', ...command]) {
    return lab.node(name).interact(command);
  },
  async kill(lab, [name = '']) {
    await lab.node(name).kill();
    return 0;
  },
  async start(lab, [name = '']) {
    await lab.node(name).start();
    return 0;
  },
  async list(lab) {
    for (const name of lab.names) console.log(`${name}\t${lab.node(name).running ? 'running' : 'off'}`);
    return 0;
  },
  async capture(lab, [name = '', file = '']) {
    const node = lab.node(name);
    const serves = (await node.exec(['kubectl', 'get', '--raw=/readyz'])).exitCode === 0;
    const captured = { files: await captureFiles(node), ...(serves ? { objects: await captureObjects(node) } : {}) };
    writeFileSync(file, JSON.stringify(captured, null, 2));
    return 0;
  },
  async diff(_lab, files) {
    const [left, right] = files.map((file) => JSON.parse(readFileSync(file, 'utf8')));
    const found = differences(left, right);
    console.log(found.length > 0 ? showDifferences(found) : 'no difference');
    return found.length > 0 ? 1 : 0;
  },
  async build(_lab, [version = DEFAULT_VERSION]) {
    await kubernetesLayer(release(version));
    await imageStore([version]);
    return 0;
  },
  async module(_lab, [name = '', version = '']) {
    await makeModule(name, version);
    return 0;
  },
  async down(lab, names) {
    await lab.down(...names);
    return 0;
  },
};

/** These make and remove no machine: several shells may look at one, and building goes on beside a lab. */
const WITHOUT_LOCK: Words = ['exec', 'list', 'capture', 'diff', 'build', 'module'];

/** `exec` takes everything after the name as it is; the others know `--flag value`. */
function parse(words: Words): { readonly plain: Words; readonly flags: ReadonlyMap<string, string> } {
  const [command] = words;
  if (command === 'exec')
    return { plain: words.filter((word, index) => index !== 2 || word !== '--'), flags: new Map() };
  const plain: string[] = [];
  const flags = new Map<string, string>();
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (!word.startsWith('--')) plain.push(word);
    else if (word === '--bare') flags.set('bare', '');
    else flags.set(word.slice(2), words[++index] ?? '');
  }
  return { plain, flags };
}

async function main(): Promise<number> {
  const { plain, flags } = parse(process.argv.slice(2));
  const [name = '', ...words] = plain;
  const command = COMMANDS[name];
  const missing = whatIsMissing();
  if (!command || missing) {
    say(missing ?? USAGE);
    return 2;
  }
  if (WITHOUT_LOCK.includes(name)) return command(new Lab(), words, flags);
  const lab = await Lab.open(`lab ${plain.join(' ')}`, { withKept: true });
  try {
    return await command(lab, words, flags);
  } finally {
    await lab.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}
