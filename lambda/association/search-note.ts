import type { Note } from '../notes';

/** How far the search for a connection has come. Only one that has read every list in one poll says that it is nowhere. */
export interface SearchNote extends Note {
  /** The parents whose lists do not have the connection. */
  readonly without: readonly string[];
  /** The pages to look at first: how far other lists were read, by parent. */
  readonly positions: Readonly<Record<string, string>>;
}
