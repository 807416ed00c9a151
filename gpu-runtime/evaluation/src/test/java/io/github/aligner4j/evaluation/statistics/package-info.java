/** Tests of statistics. */
@NullMarked
package io.github.aligner4j.evaluation.statistics;

import org.jspecify.annotations.NullMarked;
