package io.github.aligner4j.bench;

import io.github.aligner4j.completion.CompletionRequest;
import java.util.List;

/**
 * What is asked of the model for one row.
 *
 * @param kind the row's
 * @param request its correction
 * @param reading the prompt and the answer behind it, read once, with one token to write: the least that any way of decoding
 *     can cost that looks at the whole answer
 * @param forced what the model says; empty to let it speak
 */
record BenchTask(String kind, CompletionRequest request, CompletionRequest reading, List<Integer> forced) {

    /** Copies the tokens. */
    BenchTask {
        forced = List.copyOf(forced);
    }
}
