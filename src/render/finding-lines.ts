import type { Finding } from '../errors.ts';
import type { Palette } from './colour.ts';

/** A finding as kubeadm prints it, the way to mend it below. */
export function findingLines(finding: Finding, as: 'WARNING' | 'ERROR', colours: Palette): string {
  const tag = (as === 'ERROR' ? colours.error : colours.warning)(`[${as} ${finding.name}]`);
  const hint = finding.hint === undefined ? '' : `\t  ${colours.quiet(`to mend it: ${finding.hint}`)}\n`;
  return `\t${tag}: ${finding.message}\n${hint}`;
}
