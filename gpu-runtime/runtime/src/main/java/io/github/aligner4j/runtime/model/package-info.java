/**
 * The language model and the tokenizer as generation sees them, independent of the engine.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.model.CausalLanguageModel}: an immutable model that reads tokens into a
 * {@link io.github.aligner4j.runtime.model.KeyValueCache}, which is all the state there is.
 */
@NullMarked
package io.github.aligner4j.runtime.model;

import org.jspecify.annotations.NullMarked;
