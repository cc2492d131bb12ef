import { UsageError } from '../errors.ts';
import type { FlagValues } from './flag-option.ts';
import type { Flag } from './flags.ts';
import type { DirectCommand, DirectInvocation, Invocation } from './invocation.ts';
import { type BesideConfig, optional, overridesBeside, verbosityOf } from './workflow-invocation.ts';

/** One command without phases of its own on the command line, or a group of such. */
export interface CommandRecord {
  /** Its words; `{{program}}` in texts is the name we were called by. */
  readonly path: string;
  readonly aliases?: readonly string[];
  /** Not shown under the name kubeadm, which has no such command. */
  readonly ours?: true;
  readonly summary: string;
  readonly description?: string;
  readonly example?: string;
  readonly flags: readonly (string | Flag)[];
  /** Words that are no flags: one at most, or any number. They come to `invocation` under this name, as if it were a flag. */
  readonly argument?: { readonly name: string; readonly several?: true };
  /** Absent in a group. */
  readonly invocation?: (values: FlagValues, program: string) => Invocation;
}

/** The invocation of a command that only looks or prints. */
export function direct(
  command: DirectCommand,
  judge: (values: FlagValues) => void = () => {},
  besideConfig: BesideConfig = 'drop',
  bindings: { readonly [flag: string]: string } = {},
) {
  return (values: FlagValues, program: string): DirectInvocation => {
    judge(values);
    return {
      kind: 'direct',
      command,
      program,
      flags: Object.fromEntries(values),
      ...optional('configFile', (values.get('config') as string | undefined) || undefined),
      ...overridesBeside(values, besideConfig, { bindings }),
      output: (values.get('output') ?? 'text') as DirectInvocation['output'],
      verbosity: verbosityOf(values),
      ...optional('rootfs', (values.get('rootfs') as string | undefined) || undefined),
    };
  };
}

/** Refuses a command line without a flag that it cannot do without. */
export function mandatory(values: FlagValues, name: string): void {
  if (!values.get(name)) throw new UsageError(`the flag --${name} is mandatory`);
}

const ownForms = ['text', 'json', 'yaml'];
/** Forms of kubeadm's --output that we do not write. */
const foreignForms =
  /^(?:kyaml|(?:go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file)(?:=.*)?)$/s;

/** Refuses forms of kubeadm's --output that we do not write. */
export function judgeForm(values: FlagValues): void {
  const form = (values.get('output') ?? 'text') as string;
  if (ownForms.includes(form)) return;
  const hint = `take one of ${ownForms.join(', ')}`;
  if (!foreignForms.test(form)) throw new UsageError(`there is no output format ${JSON.stringify(form)}`, { hint });
  const name = form.split('=')[0];
  throw new UsageError(`the output format ${name} of kubeadm is not supported yet`, {
    hint: `${hint}; programs such as jq pick what they want from json`,
  });
}
