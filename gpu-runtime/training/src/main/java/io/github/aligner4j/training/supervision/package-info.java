/**
 * Export of corrected answers as training data for the upstream model, in the formats of Hugging Face's TRL. Begin with
 * {@link Export}.
 */
@NullMarked
package io.github.aligner4j.training.supervision;

import org.jspecify.annotations.NullMarked;
