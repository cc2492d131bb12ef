import { execFile } from 'node:child_process';
import { openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import manifest from '../package.json' with { type: 'json' };
import type {
  DirectInvocation,
  Invocation,
  VersionInvocation,
  WorkflowInvocation,
  WorkflowName,
} from './cli/invocation.ts';
import { likelyKeys } from './cli/likely-keys.ts';
import { programName } from './cli/program-name.ts';
import type { RunEnd } from './cli/run-command.ts';
import type { Surroundings } from './compose/run-init.ts';
import { UsageError } from './errors.ts';
import type { Host } from './host/host.ts';
import type { Random } from './host/random.ts';

const program = programName(process.argv[1]);
const words = process.argv.slice(2);

/** Keys are made while everything else is loaded and read. */
const dice = diceAhead();

/** Carries out the command line and gives the exit code; never throws. */
async function main(): Promise<number> {
  let invocation: Invocation | undefined;
  try {
    const [{ readInvocation }, { workflowCommands }] = await Promise.all([
      import('./cli/program.ts'),
      import('./cli/workflow-commands.ts'),
    ]);
    const { columns } = process.stdout;
    invocation = await readInvocation(words, {
      name: program,
      ...(columns ? { columns } : {}),
      workflows: workflowCommands,
    });
    return await carryOut(invocation);
  } catch (error) {
    return await fail(error, invocation);
  }
}

async function carryOut(invocation: Invocation): Promise<number> {
  switch (invocation.kind) {
    case 'help':
      process[invocation.stream].write(invocation.text);
      if (invocation.wrong !== undefined) throw new UsageError(invocation.wrong);
      return 0;
    case 'print':
      process.stdout.write(invocation.text);
      return 0;
    case 'topic':
      process.stdout.write(await (await import('./compose/help-topic.ts')).helpTopic(invocation));
      return 0;
    case 'version':
      process.stdout.write(await version(invocation));
      return 0;
    case 'workflow':
      return await runWorkflow(invocation);
    case 'direct':
      return await direct(invocation);
  }
}

async function version(invocation: VersionInvocation): Promise<string> {
  checkRoot(invocation.rootfs);
  const { versionText } = await import('./cli/version.ts');
  return versionText(invocation.output, {
    program,
    own: manifest.version,
    kubelet: program === 'kubeadm' ? await kubeletVersion() : undefined,
    nodeVersion: process.version,
    platform: process.platform,
    arch: process.arch,
  });
}

/** Asked without the exec adapter, which would take longer to load than everything else `version` does. */
function kubeletVersion(): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('kubelet', ['--version'], { timeout: 5000 }, (error, stdout) => resolve(error ? undefined : stdout));
  });
}

/** Dice with the keys begun that the command line looks as if it wanted, on a machine that has none. */
async function diceAhead(): Promise<Random | undefined> {
  const likely = likelyKeys(words);
  if (likely === undefined || isInUse(join(likely.rootfs, likely.folder))) return undefined;
  const { nodeRandom } = await import('./host/node-random.ts');
  return nodeRandom(likely.count);
}

/** Whether something lies in a folder, or it cannot be seen. */
function isInUse(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** This machine, or what lies below --rootfs. */
async function machine(root: string | undefined): Promise<Host> {
  checkRoot(root);
  const [{ nodeHost }, { parseYaml }, random] = await Promise.all([
    import('./host/node-host.ts'),
    import('./spec/yaml-read.ts'),
    dice,
  ]);
  return nodeHost({
    env: process.env,
    readYaml: parseYaml,
    stdin: () => process.stdin,
    ...(root === undefined ? {} : { root }),
    ...(random === undefined ? {} : { random }),
  });
}

async function direct(invocation: DirectInvocation): Promise<number> {
  const [host, { runDirect }] = await Promise.all([machine(invocation.rootfs), import('./commands/run-direct.ts')]);
  try {
    await runDirect(invocation, { host, streams: { out: process.stdout, err: process.stderr } });
    return 0;
  } finally {
    await host.kube.closeAll();
  }
}

async function runWorkflow(invocation: WorkflowInvocation): Promise<number> {
  const [host, run, { runCommand }, { nodeStatusFile }, { statePaths }, { shownCommandLine }] = await Promise.all([
    machine(invocation.rootfs),
    runOf(invocation.workflow),
    import('./cli/run-command.ts'),
    import('./host/node-status-file.ts'),
    import('./engine/store.ts'),
    import('./cli/shown-command-line.ts'),
  ]);
  const { events } = invocation;
  const signal = interruption();
  const eventsFile = events === undefined || events === '-' ? 1 : openSync(events, 'a');
  try {
    await runCommand(invocation, {
      streams: { out: process.stdout, err: process.stderr },
      env: process.env,
      now: () => host.clock.now(),
      monotonic: () => host.clock.monotonic(),
      signal,
      ...(keepsStatus(invocation) && {
        status: {
          ...nodeStatusFile(join(invocation.rootfs ?? '/', statePaths(host.process).status)),
          commandLine: shownCommandLine(program, words),
          pid: process.pid,
        },
      }),
      tellSuccess: async (path) => {
        await host.files.write(path, 'success\n', { mode: 0o644, directoryMode: 0o755 });
      },
      writeEvent: (line) => {
        writeSync(eventsFile, line);
      },
      run: (reporter) => run(invocation, { host, signal, reporter }),
    });
    return 0;
  } finally {
    await host.kube.closeAll();
  }
}

/** What carries a command out; loaded only now. */
async function runOf(
  workflow: WorkflowName,
): Promise<(invocation: WorkflowInvocation, surroundings: Surroundings) => Promise<RunEnd>> {
  switch (workflow) {
    case 'init':
      return (await import('./compose/run-init.ts')).runInit;
    case 'join':
      return (await import('./compose/run-join.ts')).runJoin;
    case 'certs renew':
      return (await import('./compose/run-certs-renew.ts')).runCertsRenew;
    case 'reset':
      return (await import('./compose/run-reset.ts')).runReset;
    case 'upgrade apply':
    case 'upgrade node':
      return (await import('./compose/run-upgrade.ts')).runUpgrade;
    case 'token create':
      return (await import('./compose/run-token-create.ts')).runTokenCreate;
    case 'token delete':
      return (await import('./compose/run-token-delete.ts')).runTokenDelete;
    case 'config images pull':
    case 'certs generate-csr':
      return (await import('./compose/run-short.ts')).runShort;
  }
}

/** Whole commands that change what this node is; single phases are steps of somebody else's command. */
function keepsStatus({ workflow, selection }: WorkflowInvocation): boolean {
  return selection.kind === 'all' && /^(?:init|join|reset|upgrade)\b/.test(workflow);
}

function checkRoot(rootfs: string | undefined): void {
  if (rootfs === undefined || statSync(rootfs, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new UsageError(`--rootfs ${rootfs}: there is no such folder`);
}

/** The first INT, TERM or HUP asks the run to end cleanly; an INT after it ends the process at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted && name === 'SIGINT') process.exit(130);
      controller.abort(name);
    });
  }
  return controller.signal;
}

async function fail(error: unknown, invocation: Invocation | undefined): Promise<number> {
  const [{ renderError }, { exitCodeOf }, { wantsColour }] = await Promise.all([
    import('./render/error-text.ts'),
    import('./render/exit-code.ts'),
    import('./render/colour.ts'),
  ]);
  const color = invocation?.kind === 'workflow' ? invocation.color : 'auto';
  const coloured = wantsColour(process.stderr, color, process.env);
  process.stderr.write(renderError(error, { program, verbose: invocation?.verbosity ?? 0, coloured }));
  return exitCodeOf(error);
}

/** Resolves when everything written so far has been handed to the system, or cannot be any more. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}

// A reader that went away (a closed pipe) is no reason to stop working on a node.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

main().then(async (code) => {
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(code);
});
