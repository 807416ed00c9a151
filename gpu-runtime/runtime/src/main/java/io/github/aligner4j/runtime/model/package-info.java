/**
 * What generation needs of a language model and its tokenizer, and nothing of how they are run.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.model.CausalLanguageModel}: an immutable model that reads tokens into a
 * {@link io.github.aligner4j.runtime.model.KeyValueCache}, which is all the state there is.
 */
@NullMarked
package io.github.aligner4j.runtime.model;

import org.jspecify.annotations.NullMarked;
