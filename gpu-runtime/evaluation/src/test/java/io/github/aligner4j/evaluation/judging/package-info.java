/** Tests. */
@NullMarked
package io.github.aligner4j.evaluation.judging;

import org.jspecify.annotations.NullMarked;
