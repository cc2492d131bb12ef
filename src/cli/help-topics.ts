/** What `help` tells beside commands; all of it is in the program, so no network is needed. */
export const helpTopics = {
  'exit-codes': 'What the exit codes mean',
  checks: 'What is checked before anything is done, and how what is found is mended',
  phases: 'The phases of each command, which --skip-phases takes',
  configuration: 'The fields of configuration files',
} as const;

export type HelpTopic = keyof typeof helpTopics;
