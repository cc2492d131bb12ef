import type { Diagnosis } from '../errors.ts';

/** What is known of something that is awaited. */
export interface StartJudgement {
  /** How far it got and what was last seen of it, one line; empty when all that is to be seen is that it runs. */
  readonly seen: string;
  /** What keeps it from starting, as far as that can be said. */
  readonly suspect?: Diagnosis;
  /** False when waiting changes nothing any more; then there is a suspect. */
  readonly canHeal: boolean;
}

/** Looks again and again at what must run before something awaited can, and remembers what it saw. */
export interface StartWatch {
  /**
   * @param awaited `kubelet` or the name of a static Pod
   * @param criSocket empty when no runtime is to be asked
   * @param forFile a file that the kubelet gets from the cluster (its certificate) is awaited, not its health
   */
  look(awaited: string, criSocket: string, forFile?: boolean): Promise<StartJudgement>;
  /** Gives up its connections; another look opens them again. */
  close(): void;
}
