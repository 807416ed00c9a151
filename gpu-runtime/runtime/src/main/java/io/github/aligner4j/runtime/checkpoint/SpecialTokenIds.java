// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The ids of the tokens that begin and end sequences.
 *
 * @param begin ids of the tokens that may begin a sequence; empty if the model has none
 * @param end ids of the tokens that end one, in the order of the configuration; empty if the model has none
 */
public record SpecialTokenIds(Set<Integer> begin, Set<Integer> end) {

    /** Copies the sets. */
    public SpecialTokenIds {
        begin = Set.copyOf(begin);
        end = Collections.unmodifiableSet(new LinkedHashSet<>(end));
    }

    /** Reads them from {@code generation_config.json} or, for keys that it lacks, from {@code config.json}. */
    static SpecialTokenIds read(JsonFields generation, JsonFields config, int vocabularySize) {
        return new SpecialTokenIds(
                read("bos_token_id", generation, config, vocabularySize),
                read("eos_token_id", generation, config, vocabularySize));
    }

    private static Set<Integer> read(String key, JsonFields generation, JsonFields config, int vocabularySize) {
        JsonFields source = generation.hasValue(key) ? generation : config;
        List<Integer> ids = source.tokenIds(key);
        if (ids.stream().anyMatch(id -> id >= vocabularySize)) {
            throw source.wrong(key, "below vocab_size, " + vocabularySize);
        }
        return new LinkedHashSet<>(ids);
    }
}
