/** Statistics of comparisons: win rates, confidence intervals, agreement. */
@NullMarked
package io.github.aligner4j.evaluation.statistics;

import org.jspecify.annotations.NullMarked;
