/** Tests. */
@NullMarked
package io.github.aligner4j.evaluation.outcome;

import org.jspecify.annotations.NullMarked;
