/**
 * The interface between generation and the engine: a language model and its tokenizer, independent of how they are run.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.model.CausalLanguageModel}: an immutable model that reads tokens into a
 * {@link io.github.aligner4j.runtime.model.KeyValueCache}, which is the only state.
 */
@NullMarked
package io.github.aligner4j.runtime.model;

import org.jspecify.annotations.NullMarked;
