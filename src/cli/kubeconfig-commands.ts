import { UsageError } from '../errors.ts';
import { type CommandRecord, direct } from './direct-record.ts';
import { globalFlags, userToken } from './flags.ts';

/** `kubeconfig` and all below it. */
export const kubeconfigCommands: readonly CommandRecord[] = [
  {
    path: 'kubeconfig',
    summary: 'Make kubeconfig files for users',
    flags: globalFlags,
  },
  {
    path: 'kubeconfig user',
    summary: 'Print a kubeconfig for a further user',
    description:
      'Prints a kubeconfig for a further user, with a client certificate that the CA of the cluster signs, or with a token that is known to the API server already. It gives no rights: bind roles to the user or its groups. What is printed opens the cluster to whoever has it.',
    example:
      '{{program}} kubeconfig user --client-name=foo\n  {{program}} kubeconfig user --client-name=foo --config=bar',
    flags: ['client-name', 'config', 'org', 'output', userToken, 'validity-period', ...globalFlags],
    invocation: (values, program) => {
      if (!values.get('client-name')) {
        throw new UsageError('the flag --client-name is mandatory', { hint: 'it is the name of the user' });
      }
      // This token is none of the configuration's.
      const fields = new Map([...values].filter(([name]) => name !== 'token'));
      return { ...direct('kubeconfig user')(fields, program), flags: Object.fromEntries(values) };
    },
  },
];
