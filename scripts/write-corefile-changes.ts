/**
 * npx tsx scripts/write-corefile-changes.ts [VERSION]: the table of src/spec/corefile/release-changes.ts, asked of the
 * library with which kubeadm migrates Corefiles. Needs Go; only facts are taken: names, states, releases, default Corefiles.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** The one in kubeadm 1.37.0; the older ones know a part of the same. */
const [version = 'v1.0.34'] = process.argv.slice(2);

/** What the library's tables hold is private to it, so they are read by reflection. */
const program = `
package main

import (
	"encoding/json"
	"os"
	"reflect"

	"github.com/coredns/corefile-migration/migration"
	"github.com/coredns/corefile-migration/migration/corefile"
)

type release struct {
	Name    string
	Next    string
	Default string
	States  map[string]string
}

func main() {
	var releases []release
	for _, name := range migration.ValidVersions() {
		found := reflect.ValueOf(migration.Versions).MapIndex(reflect.ValueOf(name))
		one := release{name, found.FieldByName("nextVersion").String(), "", map[string]string{}}
		if text := found.FieldByName("defaultConf").String(); text != "" {
			parsed, err := corefile.New(text)
			if err != nil {
				panic(err)
			}
			one.Default = parsed.ToString()
		}
		plugins := found.FieldByName("plugins")
		for _, plugin := range plugins.MapKeys() {
			facts := plugins.MapIndex(plugin)
			one.States[plugin.String()] = facts.FieldByName("status").String()
			options := facts.FieldByName("namedOptions")
			for _, option := range options.MapKeys() {
				one.States[plugin.String()+"."+option.String()] = options.MapIndex(option).FieldByName("status").String()
			}
		}
		releases = append(releases, one)
	}
	json.NewEncoder(os.Stdout).Encode(releases)
}
`;

interface Release {
  readonly Name: string;
  readonly Next: string;
  readonly Default: string;
  readonly States: { readonly [name: string]: string };
}

const folder = mkdtempSync(join(tmpdir(), 'corefile-changes-'));
try {
  writeFileSync(join(folder, 'go.mod'), `module facts\n\nrequire github.com/coredns/corefile-migration ${version}\n`);
  writeFileSync(join(folder, 'main.go'), program);
  const { stdout } = await execa('go', ['run', '-mod=mod', '.'], { cwd: folder, stderr: 'inherit' });
  const releases = inOrder(JSON.parse(stdout) as readonly Release[]);
  const path = join(import.meta.dirname, '../src/spec/corefile/release-changes.ts');
  writeFileSync(path, table(releases));
  await execa('npx', ['biome', 'check', '--write', path], { stdio: 'inherit' });
} finally {
  rmSync(folder, { recursive: true });
}

function inOrder(releases: readonly Release[]): readonly Release[] {
  const first = releases.find(({ Name }) => !releases.some(({ Next }) => Next === Name))!;
  const ordered = [first];
  for (let next = first.Next; next !== ''; next = ordered.at(-1)!.Next) {
    ordered.push(releases.find(({ Name }) => Name === next)!);
  }
  return ordered;
}

function table(releases: readonly Release[]): string {
  let before: Release['States'] = {};
  const changes = releases.map(({ Name, States }) => {
    const changed = changesOf(before, States);
    before = States;
    return [Name, changed] as const;
  });
  const defaults = [...new Set(releases.map(({ Default }) => Default).filter((text) => text !== ''))];
  return `/**
 * How a plugin or an option stands in a release of CoreDNS: \`ignored\` does nothing any more, \`removed\` keeps CoreDNS from
 * starting, \`new-default\` is in the default Corefile from this release on. \`unknown\` may be there all the same.
 */
export type PluginState = 'known' | 'deprecated' | 'ignored' | 'removed' | 'new-default' | 'unknown';

/**
 * What each release of CoreDNS changed for a plugin (\`forward\`) or an option of one (\`forward.policy\`), oldest first; the
 * releases between which kubeadm migrates (corefile-migration ${version}). Written by scripts/write-corefile-changes.ts.
 */
export const releaseChanges: { readonly [release: string]: { readonly [name: string]: PluginState } } = ${JSON.stringify(Object.fromEntries(changes), undefined, 2)};

/** Default Corefiles of older kubeadms; \`*\` stands for a word, \`***\` for all other words of the line. */
export const defaultCorefiles: readonly string[] = [${defaults.map((text) => `\`${text}\``).join(', ')}];
`;
}

function changesOf(before: Release['States'], after: Release['States']): { readonly [name: string]: string } {
  const changed: Record<string, string> = {};
  for (const name of Object.keys(after).sort()) {
    if (before[name] !== after[name]) changed[name] = stateName(after[name]!);
  }
  for (const name of Object.keys(before).sort()) {
    const [plugin] = name.split('.');
    // With a plugin its options go.
    if (!(name in after) && (name === plugin || plugin! in after)) changed[name] = 'unknown';
  }
  return changed;
}

function stateName(status: string): string {
  if (status === '') return 'known';
  return status === 'newdefault' ? 'new-default' : status;
}
