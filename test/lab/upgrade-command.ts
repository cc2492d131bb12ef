import { type Bootstrapper, IGNORED_CHECKS } from './cluster.ts';

/** The command that upgrades the first control plane. */
export function applyCommand(program: Bootstrapper, version: string): readonly string[] {
  return [program, 'upgrade', 'apply', version, '--yes', IGNORED_CHECKS];
}

/** The command that upgrades any other node. */
export function nodeCommand(program: Bootstrapper): readonly string[] {
  return [program, 'upgrade', 'node', IGNORED_CHECKS];
}
