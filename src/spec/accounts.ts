/** A user of this machine. */
export interface UserAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** A group of this machine. */
export interface GroupAccount {
  readonly name: string;
  readonly gid: number;
  /** Separated by commas, as /etc/group has them. */
  readonly members: string;
}

/** The accounts that a control plane without root runs as. */
export interface Accounts {
  readonly users: readonly UserAccount[];
  readonly groups: readonly GroupAccount[];
}

/** Texts of the files that tell which accounts there are. */
export interface AccountTexts {
  readonly passwd: string;
  readonly group: string;
  /** undefined when there is no such file. */
  readonly loginDefs: string | undefined;
}

export const accountFiles = { passwd: '/etc/passwd', group: '/etc/group', loginDefs: '/etc/login.defs' } as const;

/** Users, each with a group of its own and of its name, in kubeadm's order (1.35.4 to 1.37.0). */
export const accountNames = ['kubeadm-etcd', 'kubeadm-kas', 'kubeadm-kcm', 'kubeadm-ks'] as const;

export type AccountName = (typeof accountNames)[number];

/** Reads the key that signs service account tokens. */
export const keyReaders = 'kubeadm-sa-key-readers';

/** What nobody logs in with. */
export const accountShell = '/bin/false';

const wantedGroups: readonly Omit<GroupAccount, 'gid'>[] = [
  ...accountNames.map((name) => ({ name, members: name })),
  { name: keyReaders, members: 'kubeadm-kas,kubeadm-kcm' },
];

interface Range {
  readonly min: number;
  readonly max: number;
}

interface Entry {
  readonly name: string;
  readonly id: number;
  readonly fields: readonly string[];
}

/** What was read, or all that is wrong with it. */
type Read<T> = { readonly value: T; readonly problems: readonly string[] };

/**
 * The accounts of a control plane without root: those that are there already, and for the others the lowest ids that are
 * free, users' and groups' counted apart (kubeadm 1.35.4 to 1.37.0).
 * @returns all complaints, where kubeadm refuses too: lines that are no accounts, and accounts of these names that are not
 * as it would have made them. Of our own: a range below zero, whose ids no kubelet takes.
 */
export function chooseAccounts(
  texts: AccountTexts,
): { readonly accounts: Accounts } | { readonly problems: readonly string[] } {
  const passwd = entriesOf(texts.passwd, accountFiles.passwd, 7);
  const group = entriesOf(texts.group, accountFiles.group, 4);
  const uids = rangeOf('UID', texts.loginDefs);
  const gids = rangeOf('GID', texts.loginDefs);
  const unreadable = [passwd, group, uids, gids].flatMap(({ problems }) => problems);
  if (unreadable.length > 0) return { problems: unreadable };
  const wrong = [
    ...wrongUsers(passwd.value, group.value, uids.value),
    ...wrongGroups(group.value, gids.value),
    ...tooFew('users', missingOf(accountNames, passwd.value), passwd.value, uids.value),
    ...tooFew(
      'groups',
      missingOf(
        wantedGroups.map(({ name }) => name),
        group.value,
      ),
      group.value,
      gids.value,
    ),
  ];
  if (wrong.length > 0) return { problems: wrong };
  const groupIds = withIds(
    wantedGroups.map(({ name }) => name),
    group.value,
    gids.value,
  );
  const userIds = withIds(accountNames, passwd.value, uids.value);
  return {
    accounts: {
      users: accountNames.map((name) => ({ name, uid: userIds.get(name)!, gid: groupIds.get(name)! })),
      groups: wantedGroups.map((wanted) => ({ ...wanted, gid: groupIds.get(wanted.name)! })),
    },
  };
}

function entriesOf(text: string, file: string, count: number): Read<readonly Entry[]> {
  const value: Entry[] = [];
  const problems: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const fields = line.split(':');
    const where = `${file}:${index + 1}`;
    const ids = fields.slice(2, count === 7 ? 4 : 3);
    const bad = ids.find((id) => wholeNumber(id) === undefined);
    if (fields.length !== count)
      problems.push(`${where}: an entry has ${count} fields, and this line ${fields.length}`);
    else if (bad !== undefined) problems.push(`${where}: ${JSON.stringify(bad)} is no id`);
    else value.push({ name: fields[0]!, id: wholeNumber(ids[0]!)!, fields });
  }
  return { value, problems };
}

/** As kubeadm reads it: decimal, a sign allowed, 64 bits. */
function wholeNumber(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text) || BigInt.asIntN(64, big(text)) !== big(text)) return undefined;
  return Number(text);
}

function big(text: string): bigint {
  return BigInt(text.replace(/^\+/, ''));
}

/** Only lines that begin with the word count, and the last of them (kubeadm); without any, what Linux has. */
function rangeOf(kind: 'UID' | 'GID', text: string | undefined): Read<Range> {
  const problems: string[] = [];
  const value = (word: string, fallback: number): number => {
    let found = fallback;
    for (const [index, line] of (text ?? '').split('\n').entries()) {
      if (!line.startsWith(word)) continue;
      const number = wholeNumber(line.slice(word.length).trim());
      if (number !== undefined && number >= 0) found = number;
      else problems.push(`${accountFiles.loginDefs}:${index + 1}: ${word} needs an id, and nothing behind it`);
    }
    return found;
  };
  return { value: { min: value(`SYS_${kind}_MIN`, 100), max: value(`SYS_${kind}_MAX`, 999) }, problems };
}

function isOutside(id: number, { min, max }: Range): boolean {
  return id < min || id > max;
}

function wrongUsers(users: readonly Entry[], groups: readonly Entry[], range: Range): readonly string[] {
  const ours = users.filter(({ name }) => accountNames.some((wanted) => wanted === name));
  return ours.flatMap(({ name, id, fields }) => {
    const gid = Number(fields[3]);
    const own = groups.find((group) => group.id === gid);
    const shell = fields[6]!;
    return [
      ...(isOutside(id, range) ? [`user ${name} has uid ${id}, outside of ${range.min} to ${range.max}`] : []),
      ...(own?.name === name ? [] : [`user ${name} has gid ${gid}, which is not that of a group ${name}`]),
      ...(shell === accountShell ? [] : [`user ${name} has the shell ${shell}, and not ${accountShell}`]),
    ];
  });
}

function wrongGroups(groups: readonly Entry[], range: Range): readonly string[] {
  return groups.flatMap(({ name, id, fields }) => {
    const wanted = wantedGroups.find((group) => group.name === name);
    if (wanted === undefined) return [];
    const members = fields[3]!;
    return [
      ...(isOutside(id, range) ? [`group ${name} has gid ${id}, outside of ${range.min} to ${range.max}`] : []),
      ...(members === wanted.members
        ? []
        : [`group ${name} has the members ${JSON.stringify(members)}, and not "${wanted.members}"`]),
    ];
  });
}

function missingOf(names: readonly string[], entries: readonly Entry[]): readonly string[] {
  return names.filter((name) => !entries.some((entry) => entry.name === name));
}

function freeIds(entries: readonly Entry[], { min, max }: Range, count: number): readonly number[] {
  const taken = new Set(entries.map(({ id }) => id));
  const free: number[] = [];
  for (let id = min; id <= max && free.length < count; id++) if (!taken.has(id)) free.push(id);
  return free;
}

function tooFew(what: string, missing: readonly string[], entries: readonly Entry[], range: Range): readonly string[] {
  const free = freeIds(entries, range, missing.length).length;
  if (free === missing.length) return [];
  return [`${missing.length} ids are needed for ${what}, and of ${range.min} to ${range.max} only ${free} are free`];
}

function withIds(names: readonly string[], entries: readonly Entry[], range: Range): ReadonlyMap<string, number> {
  const missing = missingOf(names, entries);
  const free = freeIds(entries, range, missing.length);
  return new Map(
    names.map((name) => [name, entries.find((entry) => entry.name === name)?.id ?? free[missing.indexOf(name)]!]),
  );
}
