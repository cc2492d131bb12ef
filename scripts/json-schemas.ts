import { z } from 'zod';
import { event } from '../src/schemas/event.ts';
import { initResult, initSecrets } from '../src/schemas/init-result.ts';
import { joinResult } from '../src/schemas/join-result.ts';
import { nodeStatus } from '../src/schemas/node-status.ts';
import { outcome, plan } from '../src/schemas/outcome.ts';
import { status } from '../src/schemas/status.ts';
import { upgradeResult } from '../src/schemas/upgrade-result.ts';
import { configurationSchema } from './configuration-schema.ts';

const titles = {
  'status.json': ['The status file of tsadm, /run/tsadm/status.json', status],
  'event.json': ['A line of tsadm --events', event],
  'outcome.json': ['The document of tsadm -o json', outcome],
  'plan.json': ['The document of tsadm --dry-run -o json', plan],
  'node-status.json': ['The field "result" of tsadm status -o json', nodeStatus],
  'init-result.json': ['The field "result" of tsadm init -o json', initResult],
  'join-result.json': ['The field "result" of tsadm join -o json', joinResult],
  'upgrade-result.json': ['The field "result" of tsadm upgrade apply -o json and upgrade node -o json', upgradeResult],
  'init-secrets.json': ['The file of tsadm init --secrets-file', initSecrets],
} as const;

/**
 * Text of each published JSON Schema (draft 2020-12), by file name. Fields may be added to what we write, so none of its
 * schemas forbids unknown ones (`input`); in what people write they are mistakes.
 */
export function jsonSchemas(): ReadonlyMap<string, string> {
  const text = (title: string, schema: object): string => `${JSON.stringify({ title, ...schema }, null, 2)}\n`;
  return new Map([
    ...Object.entries(titles).map(
      ([name, [title, type]]) => [name, text(title, z.toJSONSchema(type, { io: 'input' }))] as const,
    ),
    ['configuration.json', text('A document of a configuration file', configurationSchema())],
  ]);
}
