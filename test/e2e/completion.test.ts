import { spawnSync } from 'node:child_process';
import { expect, inject, test } from 'vitest';

/** Says what a shell offers after its script was sourced; each asks in its own way. */
const scripts = {
  bash: `source <(tsadm completion bash)
for line in 'tsadm con' 'tsadm init --output = j' 'tsadm init phase certs s' 'tsadm init --skip-phases etcd,certs/s'; do
  COMP_WORDS=($line) COMPREPLY=()
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _tsadm
  echo "\${COMPREPLY[*]}"
done`,
  fish: `tsadm completion fish | source
for line in 'tsadm con' 'tsadm init --output=j' 'tsadm init phase certs s' 'tsadm init --skip-phases etcd,certs/s'
  complete -C $line | string replace -r '\\t.*' '' | string replace -- --output= ''
end`,
  // zsh offers nothing outside its line editor; that the script loads and registers is what can be seen from here.
  zsh: `autoload -U compinit; compinit -D -u; source <(tsadm completion zsh)
[[ $_comps[tsadm] = _tsadm ]] && print -l config json sa etcd,certs/sa`,
};

test.each(Object.entries(scripts))('%s', (shell, script) => {
  const env = { PATH: `${inject('programFolder')}:${process.env['PATH']}`, HOME: '/nonexistent' };
  const ran = spawnSync(shell, ['-c', script], { env, encoding: 'utf8', timeout: 30_000 });
  if ((ran.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
    // bash is on every machine that tests run on; the others are looked at where they are.
    expect(shell).not.toBe('bash');
    return;
  }
  expect(ran.stderr).toBe('');
  expect(ran.stdout.trim().split('\n')).toEqual(['config', 'json', 'sa', 'etcd,certs/sa']);
});
