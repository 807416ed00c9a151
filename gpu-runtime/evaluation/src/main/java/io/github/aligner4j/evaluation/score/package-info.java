/** Scores of single answers, the facts that they are counted from, and the sets of rows that ship with this module. */
@NullMarked
package io.github.aligner4j.evaluation.score;

import org.jspecify.annotations.NullMarked;
