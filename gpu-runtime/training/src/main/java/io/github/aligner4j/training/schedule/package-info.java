/** What is learnt, in which order, how fast, in which batches. Begin with {@link Recipe}. */
@NullMarked
package io.github.aligner4j.training.schedule;

import org.jspecify.annotations.NullMarked;
