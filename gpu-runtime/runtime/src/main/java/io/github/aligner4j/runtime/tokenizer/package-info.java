/**
 * Reads and checks {@code tokenizer.json} and {@code tokenizer_config.json}.
 *
 * <p>The library that runs a tokenizer is written in Rust, and what it does not expect ends the process. So nothing
 * reaches it that was not read here: each component is one of a list, each of its values is checked, and what it has
 * no name for is refused. Begin with {@link io.github.aligner4j.runtime.tokenizer.TokenizerDefinition}.
 */
@NullMarked
package io.github.aligner4j.runtime.tokenizer;

import org.jspecify.annotations.NullMarked;
