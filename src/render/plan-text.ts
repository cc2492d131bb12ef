import { structuredPatch } from 'diff';
import { refOf } from '../plan/api-object.ts';
import type { ArtifactFile } from '../plan/artifact.ts';
import type { ApplyEffect, Effect, Verdict, WriteEffect } from '../plan/effect.ts';
import type { Json, JsonObject } from '../plan/json.ts';
import type { PlannedBefore, PlannedEffect } from '../plan/planned-effect.ts';
import { toYaml } from '../spec/yaml-write.ts';
import { type Palette, palette } from './colour.ts';
import { durationText } from './duration-text.ts';
import { masked, maskedBefore } from './mask-text.ts';

const verbs: { readonly [verdict in Verdict]: string } = {
  create: 'create',
  change: 'change',
  chmod: 'mend the permissions of',
  keep: 'keep',
  delete: 'remove',
  absent: 'not need to remove',
  do: '',
  refuse: 'refuse',
  unknown: 'make sure of',
};

/** A dry run in words: every effect with its verdict, what differs, and where there is no way back. */
export function renderPlan(planned: readonly PlannedEffect[], options: { readonly coloured: boolean }): string {
  const colours = palette(options.coloured);
  const pending = planned.filter((each) => isChange(each));
  const lines: string[] = ['[dryrun] Nothing is changed. This is what would be done, in this order:'];
  const turningPoint = pending.find((each) => whyIrreversible(each) !== undefined);
  let phase: string | undefined;
  for (const entry of planned) {
    if (entry.phase !== phase) lines.push('', colours.prefix(`[${entry.phase}]`));
    phase = entry.phase;
    if (entry === turningPoint) {
      lines.push(colours.warning(`---- from here on not everything can be undone: ${whyIrreversible(entry)}`));
    }
    lines.push(...effectLines(entry, colours));
  }
  lines.push('', pending.length === 0 ? '[dryrun] Would change nothing.' : `[dryrun] Would do: ${summary(planned)}.`);
  return `${lines.join('\n')}\n`;
}

/** Awaits look and change nothing; what is kept or absent stays. */
function isChange({ effect, judgement }: PlannedEffect): boolean {
  return effect.kind !== 'await' && judgement.verdict !== 'keep' && judgement.verdict !== 'absent';
}

/** Why there is no way back from an effect: an operation says so itself, a command or a removal can only be believed to. */
function whyIrreversible({ effect, irreversible }: PlannedEffect): string | undefined {
  if (irreversible !== undefined) return irreversible;
  if (effect.commit === true) return effect.why;
  if (effect.kind === 'run') return `the command ${effect.file} has no inverse that we know of`;
  if (effect.kind === 'remove' || effect.kind === 'delete') return 'what is removed is gone';
  return undefined;
}

function summary(planned: readonly PlannedEffect[]): string {
  const counts = new Map<string, number>();
  for (const each of planned) {
    const name = each.effect.kind === 'await' ? 'wait' : verbs[each.judgement.verdict].split(' ')[0] || 'carry out';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
}

function effectLines(entry: PlannedEffect, colours: Palette): readonly string[] {
  const { effect, judgement, describe } = entry;
  const verb = verbs[judgement.verdict];
  const reason = judgement.reason === undefined ? '' : colours.quiet(` (${judgement.reason})`);
  const head = colours.strong(`  would ${heading(effect, verb, describe)}`) + reason;
  const warnings = (judgement.warnings ?? []).map((text) => `      ${colours.warning('Warning:')} ${text}`);
  return [head, ...warnings, ...detailLines(entry, colours).map((line) => `      ${line}`)];
}

function heading(effect: Effect, verb: string, describe: string | undefined): string {
  switch (effect.kind) {
    case 'write':
      return `${verb} ${effect.artifact.what}`;
    case 'remove':
      return `${verb} ${effect.contentsOnly ? `what lies in ${effect.path}` : effect.path}: ${effect.what}`;
    case 'apply':
    case 'delete': {
      const { kind, name, namespace } = effect.kind === 'apply' ? refOf(effect.object.object) : effect.ref;
      return `${verb} ${kind} ${name}${namespace === undefined ? '' : ` in namespace ${namespace}`}`;
    }
    case 'run':
      return `run ${[effect.file, ...effect.args].map(shellWord).join(' ')}`;
    case 'call':
      return `${verb === 'keep' ? 'not need to ' : ''}${describe ?? effect.why}`;
    case 'await':
      return `${effect.why}, up to ${durationText(effect.timeoutMs)}`;
  }
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function detailLines({ effect, judgement, before }: PlannedEffect, colours: Palette): readonly string[] {
  if (effect.kind === 'write') {
    const files = before?.kind === 'files' ? before.files : {};
    return effect.artifact.files.flatMap((file) =>
      fileLines(effect, file, judgement.verdict, files[file.path], colours),
    );
  }
  if (effect.kind === 'apply' && judgement.verdict !== 'keep') return objectLines(effect, before, colours);
  return [];
}

type FileBefore = Extract<PlannedBefore, { readonly kind: 'files' }>['files'][string];

function fileLines(
  { artifact }: WriteEffect,
  file: ArtifactFile,
  verdict: Verdict,
  before: FileBefore | undefined,
  colours: Palette,
): readonly string[] {
  const differs = before !== undefined && before.mode !== file.mode && verdict !== 'keep';
  const mode = differs ? `${octal(before.mode)} -> ${octal(file.mode)}` : octal(file.mode);
  const head = `${file.path}  ${colours.quiet(mode)}`;
  if (verdict === 'keep' || verdict === 'chmod' || verdict === 'refuse') return [head];
  if (file.content.kind === 'secret') return [`${head}  <${tagOf(file)}>`];
  if (file.content.kind === 'described') return [`${head}  <${file.content.as}>`];
  const after = masked(file.content.text, artifact);
  return [
    head,
    ...diffLines(before?.text === undefined ? '' : maskedBefore(before.text, after, artifact), after, colours),
  ];
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

function tagOf({ content }: ArtifactFile): string {
  return content.kind === 'secret' ? content.text.toString().replace(/^<|>$/g, '') : 'not shown';
}

/** As `diff -u` shows it, without file names; all of a new text. */
function diffLines(before: string, after: string, colours: Palette): readonly string[] {
  const patch = structuredPatch('', '', before, after, '', '', { context: 3 });
  return patch.hunks.flatMap((hunk, index) => [
    ...(before === '' && index === 0 ? [] : [colours.quiet(`@@ line ${hunk.newStart} @@`)]),
    ...hunk.lines.filter((line) => !line.startsWith('\\')).map((line) => coloured(line, colours)),
  ]);
}

function coloured(line: string, { added, removed }: Palette): string {
  if (line.startsWith('+')) return added(line);
  return line.startsWith('-') ? removed(line) : line;
}

function objectLines({ object }: ApplyEffect, before: PlannedBefore | undefined, colours: Palette): readonly string[] {
  const secret = object.secret === true || object.object.kind === 'Secret';
  const live = before?.kind === 'object' ? before.object : undefined;
  const wanted = secret ? withoutData(object.object, live) : object.object;
  const shownLive = secret && live !== undefined ? withoutData(live, undefined) : live;
  // Only our fields are converged; what others have put into the object is none of this diff's business.
  const seen = object.policy === 'replace' ? shownLive : overlap(wanted, shownLive);
  return diffLines(seen === undefined ? '' : toYaml(seen), toYaml(wanted), colours);
}

/** A Secret that can be shown; what differs from the `other` object is at least said to differ. */
function withoutData(object: JsonObject, other: JsonObject | undefined): JsonObject {
  const hide = (field: 'data' | 'stringData'): JsonObject => {
    const data = object[field];
    if (!isMap(data)) return {};
    const others = other?.[field];
    const entries = Object.keys(data).map((key) => {
      const same = other === undefined || (isMap(others) && others[key] === data[key]);
      return [key, same ? '<not shown>' : '<not shown, another value>'];
    });
    return { [field]: Object.fromEntries(entries) };
  };
  return { ...object, ...hide('data'), ...hide('stringData') };
}

/** Of the live value, the fields that the wanted value has. */
function overlap(wanted: Json, live: Json | undefined): Json | undefined {
  if (!isMap(wanted) || !isMap(live)) return live;
  return Object.fromEntries(
    Object.entries(wanted)
      .filter(([key, value]) => value !== undefined && live[key] !== undefined)
      .map(([key, value]) => [key, overlap(value!, live[key])]),
  );
}

function isMap(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
