import { refKey, refOf } from '../plan/api-object.ts';
import type { Effect, Judgement } from '../plan/effect.ts';
import type { Facts, FileFact } from '../plan/facts.ts';
import { Secret } from '../plan/secret.ts';

/** The facts as they will be once the effect is done, as far as the plan knows. */
export function predict(facts: Facts, effect: Effect, judgement: Judgement): Facts {
  if (judgement.verdict === 'keep' || judgement.verdict === 'refuse') return facts;
  switch (effect.kind) {
    case 'write': {
      const files = new Map<string, FileFact>(facts.files);
      for (const { path, content } of effect.artifact.files) {
        if (content.kind === 'described') files.set(path, { state: 'predicted', as: content.as });
        else {
          const text = content.kind === 'text' ? new Secret(content.text, path) : content.text;
          files.set(path, { state: 'predicted', text, as: effect.artifact.what });
        }
      }
      return { ...facts, files };
    }
    case 'remove': {
      const files = new Map<string, FileFact>(facts.files);
      for (const path of files.keys()) {
        if (path.startsWith(`${effect.path}/`) || (path === effect.path && effect.contentsOnly !== true)) {
          files.set(path, { state: 'absent' });
        }
      }
      return { ...facts, files };
    }
    case 'apply': {
      const objects = new Map(facts.objects);
      objects.set(refKey(refOf(effect.object.object)), { state: 'predicted' });
      return { ...facts, objects };
    }
    case 'delete': {
      const objects = new Map(facts.objects);
      objects.set(refKey(effect.ref), { state: 'absent' });
      return { ...facts, objects };
    }
    case 'run':
    case 'call':
    case 'await':
      return facts;
  }
}
