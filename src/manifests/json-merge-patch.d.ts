declare module 'json-merge-patch' {
  import type { Json } from '../plan/json.ts';

  /** The target with an RFC 7396 patch applied. */
  const mergePatch: { apply(target: Json, patch: Json): Json };
  export default mergePatch;
}
