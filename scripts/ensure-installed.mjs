/**
 * Installs the packages of package-lock.json when they are missing or of other versions, so that `npm test` works in a
 * fresh clone. Plain JavaScript without packages: nothing else can run before they are there.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Packages by folder, as npm notes them; undefined when there is no such file. */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const wanted = packagesIn('package-lock.json');
const installed = packagesIn('node_modules/.package-lock.json');

// Optional packages are those of other platforms; the entry without a name is this project.
const complete =
  installed !== undefined &&
  Object.entries(wanted).every(
    ([folder, { version, optional }]) => folder === '' || optional === true || installed[folder]?.version === version,
  );

if (!complete) {
  console.error('installing the packages of package-lock.json');
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: new URL('..', import.meta.url),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error !== undefined) throw error;
  process.exitCode = status ?? 1;
}
