/**
 * Style accuracy: judges of civility, a lexicon of rude words, baselines, and the score of a system. Begin with
 * {@link io.github.aligner4j.evaluation.style.StyleScore}.
 */
@NullMarked
package io.github.aligner4j.evaluation.style;

import org.jspecify.annotations.NullMarked;
