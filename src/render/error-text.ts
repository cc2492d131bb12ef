export function renderError(error: unknown, options: { readonly program: string; readonly verbose: number }): string {
  void options;
  return `error: ${error instanceof Error ? error.message : String(error)}\n`;
}
