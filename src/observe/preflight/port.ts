import type { Host } from '../../host/host.ts';
import { type Check, problem } from './check.ts';
import type { CheckContext } from './check-context.ts';

/**
 * A TCP port that a component will listen on is free.
 * @param addressOf the address the component will listen on, for minors that check it; all addresses when empty
 */
export function port(
  number: number,
  component: string,
  addressOf: (context: CheckContext) => string = () => '',
): Check {
  const name = `Port-${number}`;
  return {
    name,
    async look(context) {
      const address = context.minor.portChecksUseAddress ? addressOf(context) : '';
      const error = await obstacle(context.host, number, address);
      if (error === undefined) return [];
      const message =
        error === 'EADDRINUSE'
          ? `port ${number}, which ${component} needs, is in use`
          : `port ${number}, which ${component} needs, cannot be listened on: ${error}`;
      return [
        problem(name, message, {
          hint: `see who has it: ss -ltnp 'sport = :${number}'`,
          about: { kind: 'port', value: String(number) },
        }),
      ];
    },
  };
}

async function obstacle(host: Host, number: number, address: string): Promise<string | undefined> {
  const answer = await host.net.canListen(number, address === '' ? undefined : address);
  if (answer.ok) return undefined;
  // An advertised address may lie on a router in front of this machine; then the component listens on all of ours.
  if (answer.error === 'EADDRNOTAVAIL' && address !== '') return obstacle(host, number, '');
  return answer.error;
}
