import type { JsonObject } from '../plan/json.ts';
import type { GroupAccount, UserAccount } from '../spec/accounts.ts';
import { type AccountLines, accountName, changeAccounts, readAccountLines } from './account-files.ts';
import type { Operation } from './operation.ts';

/** Accounts that are to be there. */
export interface AccountsAddInput extends JsonObject {
  readonly users: readonly Pick<UserAccount, keyof UserAccount>[];
  readonly groups: readonly Pick<GroupAccount, keyof GroupAccount>[];
}

/** Makes users and groups that nobody logs in as, by a line each at the end of /etc/passwd and /etc/group. */
export const accountsAdd: Operation<AccountsAddInput> = {
  name: 'accounts-add',
  describe: ({ users, groups }) =>
    `make the users ${users.map(({ name, uid }) => `${name} (${uid})`).join(', ')} and the groups ${groups
      .map(({ name, gid }) => `${name} (${gid})`)
      .join(', ')}`,

  async look(input, { host }) {
    try {
      const { passwd, group } = missing(input, await readAccountLines({ host }));
      const count = passwd.length + group.length;
      if (count === 0) return { verdict: 'keep', reason: 'they are there' };
      if (count === input.users.length + input.groups.length) return { verdict: 'create' };
      const names = [...new Set([...passwd, ...group].map(accountName))];
      return { verdict: 'create', reason: `missing: ${names.join(', ')}` };
    } catch (error) {
      return { verdict: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  },

  act: (input, context) =>
    changeAccounts(context, (lines) => {
      const more = missing(input, lines);
      return { passwd: appended(lines.passwd, more.passwd), group: appended(lines.group, more.group) };
    }),

  inverse: { none: 'files may be theirs by now; a reset of the node removes them' },
};

/**
 * Lines for those that are not there.
 * @throws Error when an id has been taken since it was chosen, or a name has another id
 */
function missing({ users, groups }: AccountsAddInput, lines: AccountLines): AccountLines {
  return {
    passwd: users
      .filter(({ name, uid }) => !isThere('user', name, uid, lines.passwd))
      .map(({ name, uid, gid }) => `${name}:x:${uid}:${gid}:::/bin/false`),
    group: groups
      .filter(({ name, gid }) => !isThere('group', name, gid, lines.group))
      .map(({ name, gid, members }) => `${name}:x:${gid}:${members}`),
  };
}

function isThere(what: string, name: string, id: number, lines: readonly string[]): boolean {
  const idOf = (line: string): number => Number(line.split(':')[2]);
  const found = lines.find((line) => accountName(line) === name);
  if (found !== undefined) {
    if (idOf(found) === id) return true;
    throw new Error(`${what} ${name} has become ${idOf(found)}, and was to be ${id}`);
  }
  const other = lines.find((line) => line.includes(':') && idOf(line) === id);
  if (other === undefined) return false;
  throw new Error(`${what} ${name} was to be ${id}, which ${accountName(other)} has now`);
}

/** As kubeadm does it, the file ends with a line break then. */
function appended(lines: readonly string[], more: readonly string[]): readonly string[] {
  if (more.length === 0) return lines;
  const before = lines.length > 1 && lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  return [...before, ...more, ''];
}
