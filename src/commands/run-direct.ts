import type { DirectCommand, DirectInvocation } from '../cli/invocation.ts';
import type { Host } from '../host/host.ts';
import { renderJson } from '../render/json.ts';
import { Printer } from '../render/printer.ts';
import { type TextStreams, writeTo } from '../render/streams.ts';
import type { Command, CommandInput } from './command.ts';

const commands: { readonly [command in DirectCommand]: () => Promise<Command> } = {
  'certs certificate-key': async () => (await import('./certificate-key.ts')).certificateKey,
  'certs check-expiration': async () => (await import('./check-expiration.ts')).checkExpiration,
  'config images list': async () => (await import('./images-list.ts')).imagesList,
  'config migrate': async () => (await import('./migrate.ts')).migrate,
  'config print init-defaults': async () => (await import('./print-defaults.ts')).printInitDefaults,
  'config print join-defaults': async () => (await import('./print-defaults.ts')).printJoinDefaults,
  'config print reset-defaults': async () => (await import('./print-defaults.ts')).printResetDefaults,
  'config print upgrade-defaults': async () => (await import('./print-defaults.ts')).printUpgradeDefaults,
  'kubeconfig user': async () => (await import('./kubeconfig-user.ts')).kubeconfigUser,
  'token generate': async () => (await import('./token-generate.ts')).tokenGenerate,
  'token list': async () => (await import('./token-list.ts')).tokenList,
  'upgrade diff': async () => (await import('./upgrade-diff.ts')).upgradeDiff,
  'upgrade plan': async () => (await import('./upgrade-plan.ts')).upgradePlan,
  status: async () => (await import('./status.ts')).status,
  'config validate': async () => (await import('./validate.ts')).validate,
};

/** Commands whose `-o` is kubeadm's: they make its forms themselves. */
const kubeadmForms: readonly DirectCommand[] = [
  'certs check-expiration',
  'config images list',
  'token list',
  'upgrade plan',
];

/** What a direct command gets from the process. */
export interface DirectParts {
  readonly host: Host;
  readonly streams: TextStreams;
}

/** Carries out a command that needs no phases: what it gives to standard output, what is doubtful to standard error. */
export async function runDirect(invocation: DirectInvocation, { host, streams }: DirectParts): Promise<void> {
  const { command, output } = invocation;
  const json = output === 'json' && !kubeadmForms.includes(command);
  const printer = new Printer({
    streams,
    color: 'auto',
    env: host.process.env,
    verbosity: invocation.verbosity,
    now: () => host.clock.monotonic(),
  });
  const warn: CommandInput['warn'] = ({ path = '', message, file, line, hint }) => {
    const place = [file, line].filter((part) => part !== undefined).join(':');
    const text = [place, path, message].filter((part) => part !== '').join(': ');
    printer.warn('', hint === undefined ? text : `${text} (${hint})`);
  };
  for (const message of invocation.warnings) warn({ message });
  try {
    const { text, result } = await (await commands[command]())({ invocation, host, warn });
    writeTo(streams.out, json ? renderJson({ command, outcome: 'succeeded', result }) : text);
  } catch (error) {
    if (json) writeTo(streams.out, renderJson({ command, outcome: 'failed', error }));
    throw error;
  }
}
