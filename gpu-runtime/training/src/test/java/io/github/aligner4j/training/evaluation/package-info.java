/** Tests. */
@NullMarked
package io.github.aligner4j.training.evaluation;

import org.jspecify.annotations.NullMarked;
