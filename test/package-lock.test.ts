import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Entry {
  readonly version?: string;
  readonly optionalDependencies?: { readonly [name: string]: string };
}

const file = new URL('../package-lock.json', import.meta.url);
const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly packages: { readonly [path: string]: Entry };
};

/**
 * Where a registry lacks a package of another platform, `npm install` leaves it out of the lock file, and `npm ci` then
 * refuses the lock file everywhere. Such an entry needs version, cpu, os and `optional: true`; npm passes over it.
 */
test('every package of another platform has an entry, or npm ci would fail', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) =>
        packages[`${path}/node_modules/${name}`] === undefined && packages[`node_modules/${name}`] === undefined,
    ),
  );
  expect(missing).toEqual([]);
});

test('no entry names the place it was fetched from', () => {
  expect(readFileSync(file, 'utf8')).not.toContain('"resolved"');
});
