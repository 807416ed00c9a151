/** Tokenizers from scratch. Begin with {@link ByteLevelBpe}. */
@NullMarked
package io.github.aligner4j.training.tokenizer;

import org.jspecify.annotations.NullMarked;
