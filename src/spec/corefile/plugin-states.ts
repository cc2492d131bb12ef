import { type PluginState, releaseChanges } from './release-changes.ts';

/** What a release of CoreDNS has of a plugin. */
export interface PluginFacts {
  readonly state: PluginState;
  readonly options: ReadonlyMap<string, PluginState>;
}

/** Lines between the braces of `hosts` that are entries and no options. */
const hostsEntry = /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|[0-9A-Fa-f]{1,4}:[:0-9A-Fa-f]+:[0-9A-Fa-f]{1,4}/;

/** The plugins that kubeadm's migration knows of a release of CoreDNS, by name. Others may be built into it. */
export function pluginsOf(release: string): ReadonlyMap<string, PluginFacts> {
  const plugins = new Map<string, { state: PluginState; options: Map<string, PluginState> }>();
  for (const [since, changes] of Object.entries(releaseChanges)) {
    for (const [name, state] of Object.entries(changes)) {
      const [plugin, option] = partsOf(name);
      if (option !== undefined) change(plugins.get(plugin)!.options, option, state, state);
      else change(plugins, plugin, state, { state, options: plugins.get(plugin)?.options ?? new Map() });
    }
    if (since === release) return plugins;
  }
  return new Map();
}

/** What a release says of an option; undefined when it has none of that name. */
export function optionState(plugin: string, facts: PluginFacts, option: string): PluginState | undefined {
  const known = facts.options.get(option);
  return known ?? (plugin === 'hosts' && hostsEntry.test(option) ? 'known' : undefined);
}

/**
 * The releases through which a Corefile passes on its way, the one that it comes from not among them.
 * @returns a reason instead, when there is no way: only later releases are reached, from one that is known
 */
export function releasesBetween(from: string, to: string): readonly string[] | { readonly problem: string } {
  const releases = Object.keys(releaseChanges);
  const start = releases.indexOf(from);
  if (start < 0) {
    return {
      problem:
        from === ''
          ? 'it is not known which release of CoreDNS runs'
          : `"${from}", which runs, is no release of CoreDNS whose Corefiles can be migrated`,
    };
  }
  const end = releases.indexOf(to);
  return end > start
    ? releases.slice(start + 1, end + 1)
    : { problem: `a Corefile of CoreDNS ${from} cannot be migrated to ${to}, which is not newer` };
}

function partsOf(name: string): readonly [plugin: string, option: string | undefined] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
}

function change<T>(map: Map<string, T>, key: string, state: PluginState, value: T): void {
  if (state === 'unknown') map.delete(key);
  else map.set(key, value);
}
