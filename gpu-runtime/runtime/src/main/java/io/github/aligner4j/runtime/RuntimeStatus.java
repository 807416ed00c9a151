// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.drafting.PassCost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * State and counts of a {@link TorchCompletionModel}, for health checks and metrics. Holds no text of a prompt or of an answer.
 *
 * @param device device on which the model runs, such as {@code cpu} or {@code cuda:0}
 * @param dtype type of its weights, such as {@code float32}
 * @param kernelFallbacks descriptions of the matrices for which libtorch's fastest kernel gives wrong products on this
 *     processor, so that another kernel is used; empty on most processors
 * @param passCost time of a forward pass by its number of tokens, as it was measured while loading or fixed by the options
 * @param closed true if the model is closed
 * @param requests requests so far and at present
 * @param kvCache use of the device memory for keys and values
 * @param prefixCache use of the part of it that caches prompts
 */
public record RuntimeStatus(
        String device,
        String dtype,
        List<String> kernelFallbacks,
        PassCost passCost,
        boolean closed,
        Requests requests,
        KvCache kvCache,
        PrefixCache prefixCache) {

    /** Copies the list. */
    public RuntimeStatus {
        kernelFallbacks = List.copyOf(kernelFallbacks);
    }

    /**
     * Requests so far and at present. A correction of a checkpoint that copies ({@code decoding.copy}) counts as two if it
     * changed its answer, because the answer is scored, too.
     *
     * @param queued number of requests that wait
     * @param running number of requests on the device
     * @param completed number of requests that got their completion
     * @param failed number of requests that did not, without those that their callers cancelled
     * @param lastError message of the latest failure, null if there was none
     */
    public record Requests(
            int queued,
            int running,
            long completed,
            long failed,
            @Nullable String lastError) {}

    /**
     * Use of the device memory for keys and values.
     *
     * @param usedBytes bytes in use, cached prefixes included
     * @param limitBytes the maximum number of bytes in use
     * @param preemptions number of times a request lost its keys and values to a more urgent one and had to recompute them
     */
    public record KvCache(long usedBytes, long limitBytes, long preemptions) {}

    /**
     * Use of the memory that caches prompts for later requests.
     *
     * @param entries number of cached prefixes
     * @param bytes bytes that they take
     * @param promptTokens number of tokens of all prompts so far
     * @param reusedTokens number of those that were cached, so that they were not read again
     */
    public record PrefixCache(int entries, long bytes, long promptTokens, long reusedTokens) {

        /** Returns the share of prompt tokens that were cached, 0 to 1. */
        public double hitRate() {
            return promptTokens == 0 ? 0 : (double) reusedTokens / promptTokens;
        }
    }
}
