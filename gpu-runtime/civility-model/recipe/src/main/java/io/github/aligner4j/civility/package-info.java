/**
 * The recipe of the embedded civility Aligner, as commands. Not published.
 */
@NullMarked
package io.github.aligner4j.civility;

import org.jspecify.annotations.NullMarked;
