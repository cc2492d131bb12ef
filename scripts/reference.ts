import type { Command } from 'commander';
import { flagsOf } from '../src/cli/flag-option.ts';
import { type Flag, flagNamed, globalFlags, runFlags } from '../src/cli/flags.ts';
import { argumentOf, commandPath } from '../src/cli/help-text.ts';
import { phaseGuides } from '../src/cli/phase-guide.ts';
import { commandTree } from '../src/cli/program.ts';
import { workflowCommands } from '../src/cli/workflow-commands.ts';
import { checkGuides } from '../src/observe/preflight/check-guide.ts';
import { exitCodeMeanings, exitCodes } from '../src/render/exit-code.ts';
import { documentSchemas, fieldGuides } from '../src/spec/schema/field-guide.ts';
import { fieldText } from '../src/spec/schema/field-texts.ts';
import { initPicture, phaseEffects } from './init-picture.ts';

const generated = '<!-- Made from the program by scripts/write-reference.ts; do not edit. -->';

/** Text of every generated document, by path below the project. */
export async function referenceDocuments(readme: string): Promise<ReadonlyMap<string, string>> {
  const page = (title: string, ...parts: readonly string[]): string =>
    `${[`# ${title}`, generated, ...parts].join('\n\n')}\n`;
  return new Map([
    ['docs/reference/commands.md', page('Commands', ...(await commandParts()))],
    ['docs/reference/phases.md', page('Phases', ...(await phaseParts()))],
    ['docs/reference/configuration.md', page('Configuration', ...configurationParts())],
    ['docs/reference/checks.md', page('Checks', ...checkParts())],
    ['docs/reference/exit-codes.md', page('Exit codes', exitCodeTable())],
    ['README.md', await withPicture(readme)],
  ]);
}

async function commandParts(): Promise<readonly string[]> {
  const root = await commandTree({ name: 'tsadm', workflows: workflowCommands });
  const usual = [...globalFlags, ...runFlags];
  const commands = commandsBelow(root).sort((a, b) => (commandPath(a) < commandPath(b) ? -1 : 1));
  return [
    `Every command takes ${names(globalFlags)}; every command that runs phases, ${names(runFlags)}. They are not repeated below.`,
    flagTable(usual.map(flagNamed)),
    ...commands.map((command) => {
      const argument = argumentOf(command);
      const usage = `${commandPath(command)}${argument === undefined ? '' : ` [${argument.name}]${argument.several ? '…' : ''}`}`;
      const own = flagsOf(command).filter((flag) => !flag.hidden && !isUsual(flag, usual));
      const text = (command.description() || command.summary()).split('\n\nThe "')[0]!;
      return [`## ${usage}`, inMarkdown(text), own.length === 0 ? '' : flagTable(own)]
        .filter((part) => part !== '')
        .join('\n\n');
    }),
  ];
}

/** A command may have an --output of its own. */
function isUsual(flag: Flag, usual: readonly string[]): boolean {
  return usual.includes(flag.name) && flag === flagNamed(flag.name);
}

/** Those that do something; phases stand in a document of their own. */
function commandsBelow(parent: Command): Command[] {
  const children = parent.createHelp().visibleCommands(parent);
  return children
    .filter((child) => child.name() !== 'phase')
    .flatMap((child) => {
      const below = commandsBelow(child);
      const isGroup = below.length > 0 && !workflowCommands.some(({ name }) => commandPath(child) === `tsadm ${name}`);
      return isGroup && child.name() !== 'help' ? below : [child, ...below];
    });
}

async function phaseParts(): Promise<readonly string[]> {
  const effects = await phaseEffects();
  const tables = await Promise.all(
    workflowCommands.map(async ({ name, load }) => {
      const rows = phaseGuides(await load()).map(({ path, aliases, short, flags, notAlone }) => [
        `\`${path}\`${aliases.length === 0 ? '' : `, ${names(aliases, '')}`}`,
        inMarkdown(notAlone === undefined ? short : `${short}. Not alone: ${notAlone}`),
        ...(name === 'init' ? [(effects.get(path) ?? []).map((text) => `\`${text}\``).join('<br>')] : []),
        names(flags),
      ]);
      const heads = ['phase', 'what it does', ...(name === 'init' ? ['what it makes'] : []), 'flags'];
      return `## tsadm ${name}\n\n${table([heads, ...rows])}`;
    }),
  );
  return [
    '`--skip-phases` takes these names, and `tsadm COMMAND phase NAME` runs one of them alone (a `/` is a blank there).',
    ...tables,
  ];
}

function configurationParts(): readonly string[] {
  return [
    'Documents of `kubeadm.k8s.io/v1beta4`. A file may hold several, in any order, beside a KubeletConfiguration and a KubeProxyConfiguration. Every field may be left out; `tsadm config print init-defaults` and its kin print what then holds. JSON Schemas: [schemas](../../schemas).',
    ...Object.keys(documentSchemas).map((kind) => {
      const rows = fieldGuides(kind).map(({ path, type }) => [
        `\`${path}\``,
        type,
        inMarkdown(fieldText(kind, path)?.text ?? ''),
      ]);
      return `## ${kind}\n\n${table([['field', 'holds', 'what it is for'], ...rows])}`;
    }),
  ];
}

function checkParts(): readonly string[] {
  const rows = checkGuides.map(({ name, severity, of, ours, looksAt, mending }) => [
    `\`${name}\``,
    (severity === 'either' ? 'error or warning' : severity) +
      (of === undefined ? '' : `; only of ${of}`) +
      (ours ? '; not in kubeadm' : ''),
    inMarkdown(looksAt),
    inMarkdown(mending),
  ]);
  return [
    'What `init`, `join`, `reset` and `upgrade` look at before they do anything. An error stops the command (exit code 2) unless `--ignore-preflight-errors` names the check; `all` names every one.',
    table([['check', 'finds', 'what it looks at', 'how to mend what it finds'], ...rows]),
  ];
}

function exitCodeTable(): string {
  const keys = Object.keys(exitCodes) as (keyof typeof exitCodes)[];
  return table([
    ['code', 'meaning'],
    ...keys.map((key) => [String(exitCodes[key]), inMarkdown(exitCodeMeanings[key])]),
  ]);
}

const pictureBegins = '<!-- phases: made by scripts/write-reference.ts -->';
const pictureEnds = '<!-- end of phases -->';

async function withPicture(readme: string): Promise<string> {
  const [before, rest] = readme.split(pictureBegins);
  const [, after] = rest?.split(pictureEnds) ?? [];
  if (before === undefined || after === undefined) throw new Error('README.md has no place for the picture of phases');
  return `${before}${pictureBegins}\n${await initPicture()}\n${pictureEnds}${after}`;
}

function flagTable(flags: readonly Flag[]): string {
  const rows = flags
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, shorthand, type, help, ...flag }) => [
      `\`--${name}\`${shorthand === undefined || shorthand === name ? '' : `, \`-${shorthand}\``}`,
      type === 'bool' ? '' : type,
      inMarkdown(help) + (flag.default === undefined ? '' : ` Default: \`${flag.default}\`.`),
    ]);
  return table([['flag', 'value', 'meaning'], ...rows]);
}

function names(list: readonly string[], dashes = '--'): string {
  return list.map((name) => `\`${dashes}${name}\``).join(', ');
}

function table([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head!), line(head!.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text as it stands in a table of Markdown. */
function inMarkdown(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ').replaceAll('*', '\\*');
}
