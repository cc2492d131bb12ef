import { refOf } from '../plan/api-object.ts';
import type { Effect, Verdict } from '../plan/effect.ts';

/** What an effect is about, in words. */
export function effectTarget(effect: Effect): string {
  switch (effect.kind) {
    case 'write':
      return effect.artifact.what;
    case 'remove':
      return effect.contentsOnly ? `what lies in ${effect.path} (${effect.what})` : `${effect.path} (${effect.what})`;
    case 'apply': {
      const { kind, name } = refOf(effect.object.object);
      return `${kind} ${name}`;
    }
    case 'delete':
      return `${effect.ref.kind} ${effect.ref.name}`;
    case 'run':
    case 'call':
    case 'await':
      return effect.why;
  }
}

const done: { readonly [verdict in Verdict]: string } = {
  create: 'created',
  change: 'changed',
  chmod: 'permissions mended',
  keep: 'kept',
  delete: 'removed',
  absent: 'not there',
  do: 'done',
  refuse: 'refused',
  unknown: 'done',
};

/** A verdict once it has been carried out, as a word. */
export function verdictDone(verdict: Verdict): string {
  return done[verdict];
}
