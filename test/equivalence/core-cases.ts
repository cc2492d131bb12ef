/** What is compared on every change: few cases that have much in them. */
export const coreCases: readonly string[] = [
  'plain',
  'dual stack',
  'etcd with everything',
  'arguments that repeat, override and keep their order',
  'strategic patches of every target',
  'external authority',
];
