/** Tests of comparisons. */
@NullMarked
package io.github.aligner4j.evaluation.compare;

import org.jspecify.annotations.NullMarked;
