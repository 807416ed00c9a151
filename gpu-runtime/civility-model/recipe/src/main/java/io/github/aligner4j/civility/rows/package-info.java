/**
 * Rows of other kinds: text in natural writing, scrambled text, nonce words, rewriting by rules, and windows that a checkpoint
 * copied wrongly.
 */
@NullMarked
package io.github.aligner4j.civility.rows;

import org.jspecify.annotations.NullMarked;
