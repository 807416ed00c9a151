/**
 * Extraction of steering vectors, by which a checkpoint corrects more or less.
 *
 * <p>Begin with {@link io.github.aligner4j.training.steering.SteeringExtraction}.
 */
@NullMarked
package io.github.aligner4j.training.steering;

import org.jspecify.annotations.NullMarked;
