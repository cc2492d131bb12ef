import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs openssl in a folder of its own that holds the given files. */
export function openssl(args: readonly string[], files: { readonly [name: string]: string } = {}): string {
  return inFolder(files, (folder) => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }));
}

/** What `openssl verify` says about a certificate below a CA: '' when it is good. */
export function opensslVerify(certificate: string, authority: string, args: readonly string[] = []): string {
  return inFolder({ 'leaf.pem': certificate, 'ca.pem': authority }, (folder) => {
    const result = spawnSync('openssl', ['verify', '-x509_strict', '-CAfile', 'ca.pem', ...args, 'leaf.pem'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return result.status === 0 ? '' : result.stderr + result.stdout;
  });
}

function inFolder<T>(files: { readonly [name: string]: string }, act: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'tsadm-openssl-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return act(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
