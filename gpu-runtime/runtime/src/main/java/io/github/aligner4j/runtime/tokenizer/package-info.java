/**
 * Reads and checks {@code tokenizer.json} and {@code tokenizer_config.json}.
 *
 * <p>The library that runs a tokenizer is written in Rust, and unexpected input ends the process. So every file is checked
 * here first: each component must be known, each of its values is checked, and unknown fields are refused. Begin with
 * {@link io.github.aligner4j.runtime.tokenizer.TokenizerDefinition}.
 */
@NullMarked
package io.github.aligner4j.runtime.tokenizer;

import org.jspecify.annotations.NullMarked;
