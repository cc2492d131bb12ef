import type { Diagnosis, Evidence, Finding } from '../errors.ts';
import type { Effect, Judgement } from './effect.ts';
import type { Input, Note } from './phase.ts';

/** What happens in a run, as it happens. Text, JSON and NDJSON are made from these; nothing secret is in their JSON. */
export type Event =
  | {
      readonly kind: 'run-started';
      readonly command: string;
      readonly run: string;
      readonly continued: boolean;
      readonly dryRun: boolean;
      readonly phases: readonly string[];
    }
  /** What depends on this machine or the network, as far as selected phases read it: node name, version, … */
  | { readonly kind: 'inputs-resolved'; readonly resolved: { readonly [input in Input]?: string } }
  /** The machine checks of a phase begin; findings follow. */
  | { readonly kind: 'checks-started'; readonly phase: string }
  | { readonly kind: 'phase-started'; readonly phase: string; readonly index: number; readonly count: number }
  | { readonly kind: 'effect-started'; readonly phase: string; readonly effect: Effect; readonly judgement: Judgement }
  | {
      readonly kind: 'effect-progress';
      readonly phase: string;
      readonly effect: Effect;
      readonly text: string;
      /** Only how far it is: the next one takes its place. */
      readonly passing?: true;
    }
  | {
      readonly kind: 'effect';
      readonly phase: string;
      readonly effect: Effect;
      readonly judgement: Judgement;
      readonly elapsedMs: number;
      readonly tolerated?: string;
    }
  | { readonly kind: 'finding'; readonly finding: Finding; readonly ignored: boolean; readonly explained: boolean }
  | {
      readonly kind: 'waiting';
      readonly phase: string;
      readonly effect: Effect;
      readonly elapsedMs: number;
      /** One line: how far it got, or what its endpoint answers. */
      readonly lastSeen: string;
      /** What keeps it from starting, as far as is known; it may still heal. */
      readonly suspect?: Pick<Diagnosis, 'code' | 'component' | 'title' | 'fix'>;
    }
  | { readonly kind: 'evidence'; readonly evidence: Evidence }
  | { readonly kind: 'note'; readonly phase?: string; readonly note: Note }
  | { readonly kind: 'phase-ended'; readonly phase: string; readonly elapsedMs: number }
  | {
      readonly kind: 'run-ended';
      readonly outcome: 'succeeded' | 'failed' | 'unchanged' | 'planned';
      readonly elapsedMs: number;
    };

/** Where events go. */
export interface Reporter {
  emit(event: Event): void;
}
