/**
 * Search for evaluation rows that a training set gives away, by shared n-grams of words and by equal texts. Begin with {@link
 * ContaminationCheck}.
 */
@NullMarked
package io.github.aligner4j.training.contamination;

import org.jspecify.annotations.NullMarked;
