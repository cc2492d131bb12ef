import { UsageError } from '../errors.ts';
import type { Json } from '../plan/json.ts';
import { type CommandRecord, direct, judgeForm } from './direct-record.ts';
import type { FlagValues } from './flag-option.ts';
import { type Flag, globalFlags, imagesOutput, joinCertificateKey, runFlags, tokenKubeconfig } from './flags.ts';
import type { WorkflowInvocation } from './invocation.ts';
import { workflowInvocation } from './workflow-invocation.ts';

const underToken: readonly (string | Flag)[] = ['dry-run', tokenKubeconfig, ...globalFlags];

/** `token` and all below it. */
export const tokenCommands: readonly CommandRecord[] = [
  {
    path: 'token',
    summary: 'Manage bootstrap tokens',
    description: `Makes, lists and deletes bootstrap tokens. With such a token a new node knows its cluster (usage "signing") and is known to it until it has a certificate (usage "authentication").

A token is a Secret "bootstrap-token-ID" in the namespace kube-system, of type "bootstrap.kubernetes.io/token". It has the form "[a-z0-9]{6}.[a-z0-9]{16}": what stands before the dot is its ID, which is public; what follows must be kept secret.`,
    flags: underToken,
  },
  {
    path: 'token create',
    summary: 'Make a bootstrap token',
    description:
      'Makes a bootstrap token and prints it, or the command that joins a node with it. Without a [token] a random one is made. With --config every token of the file is made and the first one printed.',
    argument: { name: 'token' },
    flags: [
      joinCertificateKey,
      'config',
      'description',
      'groups',
      'print-join-command',
      'ttl',
      'usages',
      ...runFlags,
      ...underToken,
    ],
    invocation: createInvocation,
  },
  {
    path: 'token delete',
    summary: 'Delete bootstrap tokens',
    description: 'Deletes bootstrap tokens. Each is named by its ID or in full.',
    argument: { name: 'token-value', several: true },
    flags: [...runFlags, ...underToken],
    invocation: deleteInvocation,
  },
  {
    path: 'token generate',
    summary: 'Print a random bootstrap token',
    description:
      'Prints a random token and makes nothing in any cluster. "init" and "token create" take it; they make one themselves when they are given none.',
    flags: ['output', ...underToken],
    invocation: direct('token generate'),
  },
  {
    path: 'token list',
    summary: 'List the bootstrap tokens of the cluster',
    description: 'Lists the bootstrap tokens of the cluster, with what is secret of them.',
    flags: [imagesOutput, 'allow-missing-template-keys', 'show-managed-fields', ...underToken],
    invocation: direct('token list', judgeForm),
  },
];

/** Named so that complaints about it name the word and no flag. */
const word = 'bootstrap token';

function createInvocation(given: FlagValues, program: string): WorkflowInvocation {
  if (given.has('certificate-key') && given.get('print-join-command') !== true) {
    throw new UsageError('--certificate-key has no effect without --print-join-command', {
      hint: 'give both for the command of a control-plane node, or none',
    });
  }
  const values = new Map<string, Json>(given);
  const token = values.get('token');
  values.delete('token');
  const hasFile = Boolean(values.get('config'));
  if (token !== undefined && !hasFile) values.set(word, token);
  const bindings = { [word]: 'InitConfiguration.bootstrapTokens[0].token' };
  const made = ofCluster(
    workflowInvocation('token create', { kind: 'all' }, values, program, 'refuse', { bindings }),
    given,
  );
  if (token === undefined || !hasFile) return made;
  return { ...made, warnings: [...made.warnings, 'beside --config, [token] has no effect; the file decides'] };
}

const forms = /^([a-z0-9]{6})(?:\.[a-z0-9]{16})?$/;

function deleteInvocation(given: FlagValues, program: string): WorkflowInvocation {
  const words = (given.get('token-value') ?? []) as readonly string[];
  const hint = 'a token has the form [a-z0-9]{6}.[a-z0-9]{16}; its first six characters are its ID';
  if (words.length === 0) throw new UsageError('which token? None is named', { hint });
  const wrong = words.findIndex((each) => !forms.test(each));
  // Whatever it is, it may have been meant to be a token; so it is not repeated.
  if (wrong >= 0) throw new UsageError(`word ${wrong + 1} is neither a token nor the ID of one`, { hint });
  const values = new Map([...given].filter(([name]) => name !== 'token-value'));
  const made = ofCluster(workflowInvocation('token delete', { kind: 'all' }, values, program), given);
  return { ...made, options: { ...made.options, tokenIds: words.map((each) => forms.exec(each)![1]!) } };
}

/** Without the flag the kubeconfig is looked for where clients have it. */
function ofCluster(invocation: WorkflowInvocation, given: FlagValues): WorkflowInvocation {
  const kubeconfig = (given.get('kubeconfig') ?? '') as string;
  return { ...invocation, options: { ...invocation.options, kubeconfig } };
}
