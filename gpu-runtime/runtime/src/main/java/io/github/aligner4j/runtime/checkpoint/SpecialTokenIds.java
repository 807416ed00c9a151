package io.github.aligner4j.runtime.checkpoint;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Ids of the tokens that begin and end sequences.
 *
 * @param begin the tokens that may begin a sequence, empty if the model knows none
 * @param end the tokens that end one, in the order in which they are listed; empty if the model knows none
 */
public record SpecialTokenIds(Set<Integer> begin, Set<Integer> end) {

    /** Copies the sets. */
    public SpecialTokenIds {
        begin = Set.copyOf(begin);
        end = Collections.unmodifiableSet(new LinkedHashSet<>(end));
    }

    /** Reads them from {@code generation_config.json} and, what is not there, from {@code config.json}. */
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
