/**
 * Labs may run beside each other, each in a slot of its own: machines, network and lock are the slot's, what is built
 * once is shared. Slot 0 unless TSADM_LAB_SLOT says 1 to 9.
 */
export const SLOT = slotFrom(process.env['TSADM_LAB_SLOT'] ?? '');

function slotFrom(text: string): number {
  if (text !== '' && !/^\d$/.test(text)) throw new Error(`TSADM_LAB_SLOT=${text}: slots are 0 to 9`);
  return Number(text);
}

/** A name that exists once per slot; in slot 0 it is the name itself. */
export function slotted(name: string): string {
  return SLOT === 0 ? name : `${name}-${SLOT}`;
}
