import { type Corefile, CorefileProblem, type OptionLine, type PluginLine, type ServerBlock } from './corefile.ts';
import { optionState, type PluginFacts, pluginsOf, releasesBetween } from './plugin-states.ts';

/**
 * A Corefile as a later release of CoreDNS needs it, migrated release by release as kubeadm does it (1.35.4 to 1.37.0):
 * what a release ignores or has removed goes or becomes what replaces it, what its default has is added. What is only
 * deprecated stays.
 * @param from the release that it is of, `1.6.2`
 * @throws CorefileProblem when it cannot be migrated
 */
export function migrateCorefile(from: string, to: string, corefile: Corefile): Corefile {
  if (from === to) return corefile;
  const releases = releasesBetween(from, to);
  if ('problem' in releases) throw new CorefileProblem(releases.problem);
  return releases.reduce(toRelease, corefile);
}

function toRelease(corefile: Corefile, release: string): Corefile {
  const known = pluginsOf(release);
  const { before = same, after = same } = wholeFileSteps[release] ?? {};
  const { servers } = before(corefile);
  return after({ servers: servers.map((server) => withDefaultPlugins(server, known)) });
}

function same(corefile: Corefile): Corefile {
  return corefile;
}

/** What concerns more than one plugin or block. */
const wholeFileSteps: {
  readonly [release: string]: { readonly before?: typeof same; readonly after?: typeof same };
} = {
  '1.4.0': { after: stubDomainsInBlocks },
  '1.5.0': { after: stubDomainsInBlocks },
  '1.8.0': { before: transfersInPlugins },
};

function withDefaultPlugins(server: ServerBlock, known: ReadonlyMap<string, PluginFacts>): ServerBlock {
  const plugins = server.plugins.flatMap((plugin) => migratedPlugin(plugin, known));
  for (const [name, { state }] of known) {
    if (state !== 'new-default' || server.plugins.some((plugin) => plugin.name === name)) continue;
    if (plugins.some((plugin) => besides[name]!.includes(plugin.name))) plugins.push({ name, args: [], options: [] });
  }
  return { ...server, plugins };
}

/** Plugins beside which a plugin that is new in the default Corefile is wanted. */
const besides: { readonly [plugin: string]: readonly string[] } = {
  loop: ['forward', 'proxy'],
  ready: ['kubernetes'],
};

/** Options that are new in the default Corefile, as they are written there. */
const defaultOptions: { readonly [option: string]: string } = {
  lameduck: 'lameduck 5s',
  max_concurrent: 'max_concurrent 1000',
};

function migratedPlugin(plugin: PluginLine, known: ReadonlyMap<string, PluginFacts>): readonly PluginLine[] {
  const facts = known.get(plugin.name);
  if (facts === undefined || facts.state === 'deprecated') return [plugin];
  const options = plugin.options.flatMap((option) => migratedOption(plugin.name, option, facts));
  // Nothing but proxy was ever removed.
  const name = plugin.name === 'proxy' && facts.state === 'removed' ? 'forward' : plugin.name;
  const added = [...(known.get(name)?.options ?? [])]
    .filter(([option, state]) => state === 'new-default' && !plugin.options.some((each) => each.name === option))
    .map(([option]): OptionLine => ({ name: defaultOptions[option]!, args: [] }));
  return [{ name, args: plugin.args, options: [...options, ...added] }];
}

function migratedOption(plugin: string, option: OptionLine, facts: PluginFacts): readonly OptionLine[] {
  const state = optionState(plugin, facts, option.name);
  if (state === undefined || state === 'deprecated') return [option];
  if (plugin === 'proxy' && facts.state === 'removed') return optionOfForward(option);
  if (state !== 'ignored' && state !== 'removed') return [option];
  if (plugin === 'kubernetes' && option.name === 'endpoint') return [{ ...option, args: option.args.slice(0, 1) }];
  if (plugin === 'proxy') return option.args[0] === 'https_google' ? [] : [option];
  return [];
}

/** An option of `proxy` as `forward` has it. */
function optionOfForward(option: OptionLine): readonly OptionLine[] {
  const { name, args } = option;
  const forceTcp = [{ name: 'force_tcp', args: [] }];
  switch (name) {
    case 'policy':
      return args.length === 1 && args[0] === 'least_conn' ? forceTcp : [option];
    case 'protocol':
      return args.length >= 2 && args[0] === 'force_tcp' ? forceTcp : [];
    case 'fail_timeout':
    case 'max_fails':
    case 'health_check':
    case 'spray':
      return [];
    default:
      return [option];
  }
}

/** The option `transfer to …` of `kubernetes` became a plugin of its own in 1.8.0. */
function transfersInPlugins({ servers }: Corefile): Corefile {
  return {
    servers: servers.map((server) => {
      const sources = server.plugins.filter(({ name }) => name === 'kubernetes');
      if (sources.length === 0) return server;
      if (sources.some(({ args }) => args.length === 0)) throw new CorefileProblem('kubernetes names no zone');
      const to = sources.flatMap(({ options }) => options.filter(({ name }) => name === 'transfer')).at(-1)?.args ?? [];
      if (to.length < 2) return server;
      const transfer: PluginLine = {
        name: 'transfer',
        args: [sources.at(-1)!.args[0]!],
        options: [{ name: 'to', args: to.slice(1) }],
      };
      return { ...server, plugins: [...server.plugins, transfer] };
    }),
  };
}

/**
 * Zones that the default block forwards elsewhere get blocks of their own, since `forward` can stand in a block only once.
 * Of two such lines one after the other kubeadm moves only the first in a release.
 */
function stubDomainsInBlocks({ servers }: Corefile): Corefile {
  const moved: ServerBlock[] = [];
  const rest = servers.map((server): ServerBlock => {
    const plugins: PluginLine[] = [];
    let skip = false;
    for (const plugin of server.plugins) {
      const isStub: boolean = !skip && plugin.name === 'forward' && stubZone(plugin) !== '.';
      skip = isStub;
      if (!isStub) {
        plugins.push(plugin);
        continue;
      }
      const [address] = server.addresses;
      if (server.addresses.length !== 1 || (address !== '.' && address !== '.:53')) {
        throw new CorefileProblem(
          `a block for ${server.addresses.join(' ')} forwards ${plugin.args[0]}; only those of the block "." or ".:53" can be moved`,
        );
      }
      moved.push(stubBlock(plugin));
    }
    return { ...server, plugins };
  });
  return { servers: [...rest, ...moved] };
}

function stubZone({ args }: PluginLine): string {
  if (args[0] === undefined) throw new CorefileProblem('forward names no zone');
  return args[0];
}

function stubBlock(plugin: PluginLine): ServerBlock {
  const bare = { args: [], options: [] };
  return {
    addresses: [plugin.args[0]!],
    plugins: [
      { ...plugin, args: ['.', ...plugin.args.slice(1)] },
      { name: 'loop', ...bare },
      { name: 'errors', ...bare },
      { name: 'cache', args: ['30'], options: [] },
    ],
  };
}
