import { z } from 'zod';
import { event } from '../src/schemas/event.ts';
import { initResult, initSecrets } from '../src/schemas/init-result.ts';
import { joinResult } from '../src/schemas/join-result.ts';
import { nodeStatus } from '../src/schemas/node-status.ts';
import { outcome } from '../src/schemas/outcome.ts';
import { status } from '../src/schemas/status.ts';

const titles = {
  'status.json': ['The status file of tsadm, /run/tsadm/status.json', status],
  'event.json': ['A line of tsadm --events', event],
  'outcome.json': ['The document of tsadm -o json', outcome],
  'node-status.json': ['The field "result" of tsadm status -o json', nodeStatus],
  'init-result.json': ['The field "result" of tsadm init -o json', initResult],
  'join-result.json': ['The field "result" of tsadm join -o json', joinResult],
  'init-secrets.json': ['The file of tsadm init --secrets-file', initSecrets],
} as const;

/**
 * Text of each published JSON Schema (draft 2020-12), by file name. Fields may be added, so none of the schemas
 * forbids unknown ones (`input`).
 */
export function jsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(titles).map(([name, [title, type]]) => [
      name,
      `${JSON.stringify({ title, ...z.toJSONSchema(type, { io: 'input' }) }, null, 2)}\n`,
    ]),
  );
}
