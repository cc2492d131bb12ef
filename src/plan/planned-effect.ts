import type { Effect, Judgement } from './effect.ts';
import type { KubeObject } from './json.ts';

/** An effect as the preview found it: what a dry run shows. */
export interface PlannedEffect {
  readonly phase: string;
  readonly effect: Effect;
  readonly judgement: Judgement;
  /** What is there now, as far as it may be shown: file text by path, or the live object. */
  readonly before?: PlannedBefore;
  /** For calls: the operation's own words. */
  readonly describe?: string;
  /** For calls: why it cannot be undone; undefined when it can. */
  readonly irreversible?: string;
}

export type PlannedBefore =
  | {
      readonly kind: 'files';
      readonly files: { readonly [path: string]: { readonly text?: string; readonly mode: number } };
    }
  | { readonly kind: 'object'; readonly object: KubeObject };
