// The extractor of listings: code taken out of the sources by file and symbol, with its true line numbers. The page and the paper
// show what it finds.

import { findPart } from './find-part.ts';
import type { Part, Reader } from './listing.ts';
import { workspaceReader } from './read.ts';

/**
 * Extracts a part of a source: a function, method, class member or type, or a test by its title in quotes.
 *
 * @param reference `FILE#SYMBOL`, the file relative to the workspace's root: `packages/raft-async/src/server.ts#Server.campaign`
 * @param read reads and parses a file; by default the workspace's, each once
 * @throws UnknownSymbol, AmbiguousSymbol; SyntaxFault, UnknownLanguage or the file system's error if the file can't be read
 */
export function extractPart(reference: string, read: Reader = readWorkspace): Part {
  const [file = '', name = ''] = reference.split('#');
  return { file, name, symbol: findPart(read(file), name) };
}

const readWorkspace = workspaceReader();
