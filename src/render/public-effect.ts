import { refOf } from '../plan/api-object.ts';
import type { Effect } from '../plan/effect.ts';
import type { JsonObject } from '../plan/json.ts';

/** An effect as programs see it: what it is about, nothing of its content. */
export function publicEffect(effect: Effect): JsonObject {
  return { id: effect.id, kind: effect.kind, why: effect.why, ...target(effect) };
}

function target(effect: Effect): JsonObject {
  switch (effect.kind) {
    case 'write': {
      const { what, files } = effect.artifact;
      return { what, files: files.map(({ path, mode }) => ({ path, mode: mode.toString(8).padStart(4, '0') })) };
    }
    case 'remove':
      return { what: effect.what, path: effect.path };
    case 'apply':
      return { object: { ...refOf(effect.object.object) }, policy: effect.object.policy };
    case 'delete':
      return { object: { ...effect.ref } };
    case 'run':
      return { command: [effect.file, ...effect.args] };
    case 'call':
      return { operation: effect.operation };
    case 'await':
      return {
        component: effect.probe.component,
        ...(effect.probe.kind === 'file' ? { path: effect.probe.path } : { url: effect.probe.url }),
        timeoutMs: effect.timeoutMs,
      };
  }
}
