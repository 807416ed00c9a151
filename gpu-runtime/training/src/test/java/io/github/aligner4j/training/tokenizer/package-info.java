/** Tests. */
@NullMarked
package io.github.aligner4j.training.tokenizer;

import org.jspecify.annotations.NullMarked;
