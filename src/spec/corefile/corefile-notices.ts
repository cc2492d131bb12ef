import type { Corefile } from './corefile.ts';
import { optionState, pluginsOf, releasesBetween } from './plugin-states.ts';
import type { PluginState } from './release-changes.ts';

/** Something about a Corefile that a later release of CoreDNS takes otherwise. */
export interface CorefileNotice {
  readonly plugin: string;
  readonly option?: string;
  /** `unknown`: the migration does not know it, CoreDNS may. */
  readonly state: Exclude<PluginState, 'known'>;
  /** The release since which this is so. */
  readonly release: string;
}

/** All notices, or why there can be none. */
export type Noticed = readonly CorefileNotice[] | { readonly problem: string };

/**
 * What later releases have deprecated, ignore, have removed, or want to be there: kubeadm migrates when something was
 * removed or is wanted (1.35.4 to 1.37.0).
 */
export function changedSince(from: string, to: string, corefile: Corefile): Noticed {
  return notices(from, to, corefile, changesIn);
}

/** Plugins and options that a migration leaves as they are because it does not know them. */
export function notMigrated(from: string, to: string, corefile: Corefile): Noticed {
  return notices(from, to, corefile, unknownIn);
}

/** Whether a Corefile must be migrated because of a notice. */
export function asksForMigration({ state }: CorefileNotice): boolean {
  return state === 'removed' || state === 'new-default';
}

type Look = (corefile: Corefile, release: string) => readonly CorefileNotice[];

function notices(from: string, to: string, corefile: Corefile, look: Look): Noticed {
  if (from === to) return [];
  const releases = releasesBetween(from, to);
  if ('problem' in releases) return releases;
  const told = new Map<string, CorefileNotice>();
  for (const release of releases) {
    for (const notice of look(corefile, release)) {
      const key = JSON.stringify([notice.plugin, notice.option, notice.state]);
      // What is so in one release is mostly so in all later ones: it is told once.
      if (!told.has(key)) told.set(key, notice);
    }
  }
  return [...told.values()];
}

function changesIn({ servers }: Corefile, release: string): readonly CorefileNotice[] {
  const known = pluginsOf(release);
  return servers.flatMap(({ plugins }) => [
    ...plugins.flatMap(({ name, options }): readonly CorefileNotice[] => {
      const facts = known.get(name);
      if (facts === undefined) return [];
      if (facts.state !== 'known' && facts.state !== 'new-default') {
        return [{ plugin: name, state: facts.state, release }];
      }
      return [
        ...options.flatMap((option): readonly CorefileNotice[] => {
          const state = optionState(name, facts, option.name) ?? 'known';
          return state === 'known' || state === 'new-default'
            ? []
            : [{ plugin: name, option: option.name, state, release }];
        }),
        ...lacking(facts.options, options).map(
          (option): CorefileNotice => ({ plugin: name, option, state: 'new-default', release }),
        ),
      ];
    }),
    ...lacking(new Map([...known].map(([name, { state }]) => [name, state])), plugins).map(
      (plugin): CorefileNotice => ({ plugin, state: 'new-default', release }),
    ),
  ]);
}

function unknownIn({ servers }: Corefile, release: string): readonly CorefileNotice[] {
  const known = pluginsOf(release);
  return servers.flatMap(({ plugins }) =>
    plugins.flatMap(({ name, options }): readonly CorefileNotice[] => {
      const facts = known.get(name);
      if (facts === undefined) return [{ plugin: name, state: 'unknown', release }];
      return options
        .filter((option) => optionState(name, facts, option.name) === undefined)
        .map((option) => ({ plugin: name, option: option.name, state: 'unknown', release }));
    }),
  );
}

/** Names that are wanted by default and are not written. */
function lacking(
  states: ReadonlyMap<string, PluginState>,
  written: readonly { readonly name: string }[],
): readonly string[] {
  return [...states]
    .filter(([name, state]) => state === 'new-default' && !written.some((each) => each.name === name))
    .map(([name]) => name);
}
