/** Something read from a text, or why it could not be: a clause that begins with `it`, meaning the file. */
export type Loaded<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly problem: string; readonly value?: undefined };
