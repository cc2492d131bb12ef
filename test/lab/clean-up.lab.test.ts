import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { until } from './cluster.ts';
import { describeLab } from './describe-lab.ts';
import { Lab } from './lab.ts';
import { leftovers } from './leftovers.ts';
import { whatIsMissing } from './requirements.ts';
import { anySlotHasMachines } from './sysctls.ts';

const CONNTRACK_MAX = '/proc/sys/net/netfilter/nf_conntrack_max';

/** A process that opens a lab, boots w2, says so and waits. */
function labProcess(): ChildProcess {
  const script = `
    const { Lab } = await import(${JSON.stringify(fileURLToPath(new URL('./lab.ts', import.meta.url)))});
    const lab = await Lab.open('clean-up test');
    await lab.boot('w2', { images: [] });
    console.log('booted');
    setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function whenBooted(child: ChildProcess): Promise<void> {
  let words = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    words += chunk.toString();
  });
  await until('the machine', 60_000, async () => {
    if (child.exitCode !== null) throw new Error(`the process ended with ${child.exitCode}`);
    return { done: words.includes('booted'), seen: words };
  });
}

test.skipIf(whatIsMissing()).each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'nothing is left when the process that made the machines ends by %s',
  async (signal) => {
    const child = labProcess();
    await whenBooted(child);
    const before = readFileSync(CONNTRACK_MAX, 'utf8');
    expect(before).toBe('131072\n');
    child.kill(signal);
    await once(child, 'exit');
    await until('the reaper', 20_000, async () => ({ done: leftovers().length === 0, seen: leftovers().join('\n') }));
    // The reaper gives the lock back last: whoever opens the lab next finds the host as it was.
    const lab = await Lab.open('clean-up test, after');
    // Machines of another slot keep the value.
    await expect.poll(() => readFileSync(CONNTRACK_MAX, 'utf8') !== before || anySlotHasMachines()).toBe(true);
    await lab.close();
  },
);

test.skipIf(whatIsMissing())('a process that ends half way through a boot leaves nothing either', async () => {
  const child = labProcess();
  await until('the machine to be half made', 20_000, async () => ({
    done: leftovers().length > 2,
    seen: leftovers().join(),
  }));
  child.kill('SIGKILL');
  await until('the reaper', 20_000, async () => ({ done: leftovers().length === 0, seen: leftovers().join('\n') }));
});

describeLab('faults on request', (lab) => {
  test('a machine whose plug was pulled goes on with its files', async () => {
    const w2 = await lab().boot('w2', { images: [], tmpfs: { '/var/lib/etcd': '4m' } });
    await w2.writeFile('/root/note', 'kept', 0o600);
    await w2.kill();
    expect(w2.running).toBe(false);
    await w2.start();
    expect(await w2.readFile('/root/note')).toBe('kept');
    expect(await w2.listTree('/root/note')).toMatchObject([{ kind: 'file', mode: '600', uid: 0, size: 4 }]);
  });

  test('a small disk can be filled, the host disk not', async () => {
    const w2 = lab().node('w2');
    await w2.fillDisk('/var/lib/etcd');
    const full = await w2.exec(['cp', '/etc/hosts', '/var/lib/etcd/more']);
    expect(full.stderr).toContain('No space left');
    await expect(w2.fillDisk('/root')).rejects.toThrow("would fill the host's disk");
  });

  test('commands have a limit, can be killed on the spot, and read stdin and environment', async () => {
    const w2 = lab().node('w2');
    expect((await w2.exec(['sleep', '60'], { timeoutMs: 300 })).exitCode).toBe(124);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);
    expect((await w2.exec(['sh', '-c', 'sleep 61; true'], { signal: abort.signal })).exitCode).toBe(137);
    expect((await w2.exec(['pgrep', '-f', 'sleep 6[01]'])).stdout).toBe('');
    const echoed = await w2.exec(['sh', '-c', 'cat; echo "$WORD"; exit 3'], { input: 'in ', env: { WORD: 'env' } });
    expect(echoed).toEqual({ exitCode: 3, stdout: 'in env\n', stderr: '' });
  });
});
