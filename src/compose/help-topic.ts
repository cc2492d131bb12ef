import type { HelpTopic } from '../cli/help-topics.ts';
import type { TopicInvocation } from '../cli/invocation.ts';
import { phaseGuides } from '../cli/phase-guide.ts';
import { workflowCommands } from '../cli/workflow-commands.ts';
import { type CheckGuide, checkGuides } from '../observe/preflight/check-guide.ts';
import type { JsonObject } from '../plan/json.ts';
import { columns } from '../render/columns.ts';
import { exitCodeMeanings, exitCodes } from '../render/exit-code.ts';
import { renderJson } from '../render/json.ts';
import { documentSchemas, fieldGuides } from '../spec/schema/field-guide.ts';
import { fieldText } from '../spec/schema/field-texts.ts';

/** A topic for reading, and the same as data. */
interface Topic {
  readonly text: string;
  readonly result: JsonObject;
}

const topics: { readonly [topic in HelpTopic]: () => Topic | Promise<Topic> } = {
  'exit-codes': exitCodesTopic,
  checks: checksTopic,
  phases: phasesTopic,
  configuration: configurationTopic,
};

/** `help exit-codes`, `checks`, `phases` and `configuration`: tables of the program itself, as text or as a document. */
export async function helpTopic({ topic, output }: TopicInvocation): Promise<string> {
  const { text, result } = await topics[topic]();
  return output === 'json' ? renderJson({ command: `help ${topic}`, outcome: 'succeeded', result }) : text;
}

function exitCodesTopic(): Topic {
  const names = Object.keys(exitCodes) as (keyof typeof exitCodes)[];
  return {
    text: columns([['CODE', 'MEANING'], ...names.map((name) => [String(exitCodes[name]), exitCodeMeanings[name]])]),
    result: { exitCodes: names.map((name) => ({ code: exitCodes[name], name, meaning: exitCodeMeanings[name] })) },
  };
}

/** In words: whether what a check finds stops the run. */
function severityText({ severity, of, ours }: CheckGuide): string {
  const text = severity === 'either' ? 'error or warning' : severity;
  return [text, ...(of === undefined ? [] : [`only of ${of}`]), ...(ours ? ['not in kubeadm'] : [])].join(', ');
}

function checksTopic(): Topic {
  const entries = checkGuides.map((guide) => {
    const { name, looksAt, mending } = guide;
    return `${name} (${severityText(guide)})\n    It looks ${at(looksAt)}.\n    To mend it: ${mending}.\n`;
  });
  return {
    text: `An error stops the run unless --ignore-preflight-errors names the check.\n\n${entries.join('\n')}`,
    result: { checks: checkGuides.map((guide) => ({ ...guide })) },
  };
}

/** `looks whether …`, `looks at the kernel`. */
function at(looksAt: string): string {
  return /^(?:whether|how)\b/.test(looksAt) ? looksAt : `at ${looksAt}`;
}

async function phasesTopic(): Promise<Topic> {
  const commands = await Promise.all(
    workflowCommands.map(async ({ name, load }) => ({ command: name, phases: phaseGuides(await load()) })),
  );
  const text = commands.map(({ command, phases }) => {
    const rows = phases.map(({ path, aliases, short }) => [
      `  ${path}${aliases.length === 0 ? '' : ` (${aliases.join(', ')})`}`,
      short,
    ]);
    return `${command}\n${columns(rows)}`;
  });
  return { text: text.join('\n'), result: { commands } as unknown as JsonObject };
}

function configurationTopic(): Topic {
  const documents = Object.keys(documentSchemas).map((kind) => ({
    kind,
    fields: fieldGuides(kind).map(({ path, type }) => ({ path, type, text: fieldText(kind, path)?.text ?? '' })),
  }));
  const text = documents.map(
    ({ kind, fields }) =>
      `kubeadm.k8s.io/v1beta4 ${kind}\n\n${fields.map((field) => `  ${field.path} (${field.type})\n      ${field.text}\n`).join('')}`,
  );
  return { text: text.join('\n'), result: { documents } };
}
