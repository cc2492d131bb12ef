/** The logging part that kubelet and kube-proxy configurations share, as Go writes it when nothing is set. */
export const loggingZero = {
  flushFrequency: 0,
  options: { json: { infoBufferSize: '0' }, text: { infoBufferSize: '0' } },
  verbosity: 0,
} as const;

/** Fields of the logging part that are left out when empty. */
export const loggingOmitEmpty = [
  'logging.format',
  'logging.options.json.splitStream',
  'logging.options.text.splitStream',
  'logging.vmodule',
] as const;
