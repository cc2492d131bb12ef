import { EffectError } from '../errors.ts';
import type { OperationContext } from './operation.ts';

type Context = Pick<OperationContext, 'host' | 'signal'>;

/** Lines of /etc/passwd and /etc/group. */
export interface AccountLines {
  readonly passwd: readonly string[];
  readonly group: readonly string[];
}

const passwdFile = '/etc/passwd';
const groupFile = '/etc/group';

/** As long as useradd and its kin wait for each other (shadow: 15 s). */
const patienceMs = 15_000;
const intervalMs = 250;

/** The lines of both files; the last one is empty where a file ends with a line break, as it should. */
export async function readAccountLines({ host }: Pick<Context, 'host'>): Promise<AccountLines> {
  const [passwd, group] = await Promise.all([passwdFile, groupFile].map((path) => linesOf(path, host)));
  return { passwd: passwd!, group: group! };
}

async function linesOf(path: string, { files }: Context['host']): Promise<readonly string[]> {
  const text = await files.read(path);
  if (text === undefined) throw new Error(`there is no ${path}`);
  return text.split('\n');
}

/** The name that a line begins with. */
export function accountName(line: string): string {
  return line.split(':', 1)[0]!;
}

/**
 * Changes the accounts of this machine while nobody else does: useradd and its kin stay away from files that have a lock
 * beside them (shadow's lock files, passwd.lock and group.lock, with the process id of their holder). Each file is replaced
 * as a whole and keeps its mode and owner; groups come first, since a user without a group would be refused by the next run.
 */
export async function changeAccounts(context: Context, change: (lines: AccountLines) => AccountLines): Promise<void> {
  const { files } = context.host;
  const release: (() => Promise<void>)[] = [];
  try {
    for (const path of [passwdFile, groupFile]) release.push(await lock(`${path}.lock`, context));
    const before = await readAccountLines(context);
    const after = change(before);
    for (const [path, was, is] of [
      [groupFile, before.group, after.group],
      [passwdFile, before.passwd, after.passwd],
    ] as const) {
      const mode = (await files.stat(path))!.mode;
      if (is.join('\n') === was.join('\n')) continue;
      await files.write(path, is.join('\n'), { mode, directoryMode: 0o755 });
      await label(path, context);
    }
  } finally {
    for (const free of release.reverse()) await free();
  }
}

/** A file that took another's place has the label of its folder; under SELinux these have one of their own. */
async function label(path: string, { host }: Pick<Context, 'host'>): Promise<void> {
  if ((await host.files.stat('/sys/fs/selinux/enforce')) === undefined) return;
  if ((await host.exec.find('restorecon')) !== undefined) await host.exec.run('restorecon', [path]);
}

async function lock(path: string, { host, signal }: Context): Promise<() => Promise<void>> {
  const { files, clock, process } = host;
  const startedAt = clock.monotonic();
  for (;;) {
    if (await files.createExclusive(path, String(process.pid), { mode: 0o600 })) return () => files.remove(path);
    const holder = Number.parseInt((await files.read(path)) ?? '', 10);
    const isAlive = Number.isNaN(holder) || (await files.stat(`/proc/${holder}`)) !== undefined;
    if (!isAlive || holder === process.pid) await files.remove(path);
    else if (clock.monotonic() - startedAt < patienceMs) await clock.sleep(intervalMs, signal);
    else {
      const who = Number.isNaN(holder) ? 'another program' : `process ${holder}`;
      throw new EffectError(
        `${path} is held by ${who}, which changes the users of this machine`,
        {},
        { hint: `give the same command again when it has ended; if nothing changes them, remove ${path}` },
      );
    }
  }
}
