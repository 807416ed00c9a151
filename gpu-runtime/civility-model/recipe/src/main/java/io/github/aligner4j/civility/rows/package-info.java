/** Rows of a training, from hand-written rows, pairs by people, good answers and prose. */
@NullMarked
package io.github.aligner4j.civility.rows;

import org.jspecify.annotations.NullMarked;
