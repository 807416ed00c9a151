/** Comparing systems that correct answers, on the same rows. */
@NullMarked
package io.github.aligner4j.evaluation.compare;

import org.jspecify.annotations.NullMarked;
