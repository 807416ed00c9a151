// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.completion.CompletionRequest;
import java.util.List;

/**
 * The requests of one row.
 *
 * @param kind the row's kind
 * @param request the request of its correction
 * @param fullPrefill prompt and answer, read in one prefill that generates one token: a lower bound for any decoding that reads
 *     the whole answer
 * @param forced the tokens to generate when teacher-forced; empty to let the model choose
 */
record BenchTask(String kind, CompletionRequest request, CompletionRequest fullPrefill, List<Integer> forced) {

    /** Copies the tokens. */
    BenchTask {
        forced = List.copyOf(forced);
    }
}
