/**
 * Derives clear training rows from people's corrections: finds rude words, makes minimal corrections that remove them, and
 * substitutes other rude words.
 */
@NullMarked
package io.github.aligner4j.civility.augmentation;

import org.jspecify.annotations.NullMarked;
