/**
 * More and clearer rows from people's corrections: which words are rude, the smallest correction that removes them, and
 * substitutes for them.
 */
@NullMarked
package io.github.aligner4j.civility.augmentation;

import org.jspecify.annotations.NullMarked;
