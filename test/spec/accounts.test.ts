import { describe, expect, test } from 'vitest';
import { type AccountTexts, chooseAccounts } from '../../src/spec/accounts.ts';

const root: AccountTexts = { passwd: 'root:x:0:0:root:/root:/bin/bash\n', group: 'root:x:0:\n', loginDefs: undefined };

/** `name uid:gid` and `name gid` of what was chosen, or the complaints. */
function chosen(texts: Partial<AccountTexts>): readonly string[] {
  const found = chooseAccounts({ ...root, ...texts });
  if ('problems' in found) return found.problems;
  const { users, groups } = found.accounts;
  return [
    ...users.map(({ name, uid, gid }) => `${name} ${uid}:${gid}`),
    ...groups.map(({ name, gid }) => `${name} ${gid}`),
  ];
}

function users(passwd: string, group = '', loginDefs?: string): readonly string[] {
  return chosen({ passwd: root.passwd + passwd, group: root.group + group, loginDefs });
}

describe('accounts of a control plane without root', () => {
  test('get the lowest ids that are free, users and groups apart', () => {
    expect(users('a:x:100:5:::\nb:x:102:5:::\n', 'a:x:101:\n', '#SYS_UID_MIN 5\nUID_MIN 1000\n')).toEqual([
      'kubeadm-etcd 101:100',
      'kubeadm-kas 103:102',
      'kubeadm-kcm 104:103',
      'kubeadm-ks 105:104',
      'kubeadm-etcd 100',
      'kubeadm-kas 102',
      'kubeadm-kcm 103',
      'kubeadm-ks 104',
      'kubeadm-sa-key-readers 105',
    ]);
  });

  test('are those that are there already, whatever their password, home and comment', () => {
    const found = users(
      'kubeadm-kas:*:103:200:Hello:/home:/bin/false\n',
      'kubeadm-kas:!:200:kubeadm-kas\nkubeadm-sa-key-readers:x:109:kubeadm-kas,kubeadm-kcm\n',
    );
    expect(found).toContain('kubeadm-kas 103:200');
    expect(found).toContain('kubeadm-sa-key-readers 109');
    expect(found).toContain('kubeadm-ks 102:102');
  });

  test.each<[string, string, string]>([
    ['the last word counts', 'SYS_UID_MIN 210\nSYS_UID_MIN\t+220\r\n', 'kubeadm-etcd 220:100'],
    ['zeros in front are decimal', 'SYS_UID_MIN 0310\n', 'kubeadm-etcd 310:100'],
    ['blanks in front hide it', ' SYS_UID_MIN 210\n', 'kubeadm-etcd 100:100'],
    ['an empty file says nothing', '', 'kubeadm-etcd 100:100'],
    ['groups have a range of their own', 'SYS_GID_MIN 400\nSYS_GID_MAX 404\n', 'kubeadm-etcd 100:400'],
  ])('range: %s', (_, loginDefs, wanted) => {
    expect(chosen({ loginDefs })).toContain(wanted);
  });

  test.each<[string, Partial<AccountTexts>, readonly string[]]>([
    [
      'a remark behind the number',
      { loginDefs: 'x\nSYS_UID_MAX 210 # x\n' },
      ['/etc/login.defs:2: SYS_UID_MAX needs an id, and nothing behind it'],
    ],
    [
      'another word',
      { loginDefs: 'SYS_UID_MINIMUM 5' },
      ['/etc/login.defs:1: SYS_UID_MIN needs an id, and nothing behind it'],
    ],
    [
      'below zero',
      { loginDefs: 'SYS_GID_MIN -5' },
      ['/etc/login.defs:1: SYS_GID_MIN needs an id, and nothing behind it'],
    ],
    [
      'more than 64 bits',
      { loginDefs: 'SYS_GID_MIN 9223372036854775808' },
      ['/etc/login.defs:1: SYS_GID_MIN needs an id, and nothing behind it'],
    ],
    [
      'too few ids',
      { loginDefs: 'SYS_UID_MAX 102\nSYS_GID_MIN 500\nSYS_GID_MAX 200' },
      [
        '4 ids are needed for users, and of 100 to 102 only 3 are free',
        '5 ids are needed for groups, and of 500 to 200 only 0 are free',
      ],
    ],
    ['a remark', { passwd: '\n# x\n' }, ['/etc/passwd:2: an entry has 7 fields, and this line 1']],
    [
      'ids that are none',
      { passwd: 'a:x:1_0:5:::\nb:x:5::::', group: 'c:x: 5:' },
      ['/etc/passwd:1: "1_0" is no id', '/etc/passwd:2: "" is no id', '/etc/group:1: " 5" is no id'],
    ],
    [
      'accounts of somebody else',
      {
        passwd: 'kubeadm-etcd:x:2000:5:::/bin/sh\n',
        group: 'other:x:5:\nkubeadm-etcd:x:99:bob\nkubeadm-sa-key-readers:x:105:kubeadm-kcm,kubeadm-kas',
      },
      [
        'user kubeadm-etcd has uid 2000, outside of 100 to 999',
        'user kubeadm-etcd has gid 5, which is not that of a group kubeadm-etcd',
        'user kubeadm-etcd has the shell /bin/sh, and not /bin/false',
        'group kubeadm-etcd has gid 99, outside of 100 to 999',
        'group kubeadm-etcd has the members "bob", and not "kubeadm-etcd"',
        'group kubeadm-sa-key-readers has the members "kubeadm-kcm,kubeadm-kas", and not "kubeadm-kas,kubeadm-kcm"',
      ],
    ],
  ])('are refused: %s', (_, texts, problems) => {
    expect(chosen(texts)).toEqual(problems);
  });
});
