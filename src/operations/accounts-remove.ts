import type { JsonObject } from '../plan/json.ts';
import { type AccountLines, accountName, changeAccounts, readAccountLines } from './account-files.ts';
import type { Operation } from './operation.ts';

/** Names of accounts that are to go. */
export interface AccountsRemoveInput extends JsonObject {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

/** Takes the lines of users and groups out of /etc/passwd and /etc/group; all others stay as they are. What fails is told. */
export const accountsRemove: Operation<AccountsRemoveInput> = {
  name: 'accounts-remove',
  describe: ({ users, groups }) => `remove the users ${users.join(', ')} and the groups ${groups.join(', ')}`,

  async look(input, { host }) {
    try {
      const names = found(input, await readAccountLines({ host }));
      return names.length === 0 ? { verdict: 'absent' } : { verdict: 'delete', reason: names.join(', ') };
    } catch (error) {
      return { verdict: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  },

  async act(input, context) {
    try {
      await changeAccounts(context, (lines) => ({
        passwd: lines.passwd.filter((line) => !input.users.includes(accountName(line))),
        group: lines.group.filter((line) => !input.groups.includes(accountName(line))),
      }));
    } catch (error) {
      // A reset goes on (kubeadm 1.35.4 to 1.37.0).
      context.progress(`Users and groups stay: ${error instanceof Error ? error.message : String(error)}`);
    }
  },

  inverse: { none: 'whose files were theirs is not known any more' },
};

function found({ users, groups }: AccountsRemoveInput, { passwd, group }: AccountLines): readonly string[] {
  const among = (names: readonly string[], lines: readonly string[]) =>
    names.filter((name) => lines.some((line) => accountName(line) === name));
  return [...new Set([...among(users, passwd), ...among(groups, group)])];
}
