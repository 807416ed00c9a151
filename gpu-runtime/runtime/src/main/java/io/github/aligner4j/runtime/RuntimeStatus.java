package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.scheduling.CacheUse;
import io.github.aligner4j.runtime.scheduling.PrefixReuse;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link TorchCompletionModel} is doing and has done, for health checks and metrics.
 *
 * @param queued requests that wait
 * @param running requests on the device
 * @param completed requests that got their completion; a correction with a copy bias that changed something is two, as the
 *     answer as it is was scored, too
 * @param failed requests that did not, those ended by their own callers left out
 * @param closed whether the model is closed
 * @param device where it runs, such as {@code cpu} or {@code cuda:0}
 * @param dtype the type of its weights, such as {@code float32}
 * @param kernelFallbacks matrices for which the fastest product was found to be wrong on this processor when they were
 *     loaded, and what is used instead; none on most
 * @param lastError message of the latest of the failed, empty if there was none; it never holds a prompt's text
 * @param memory what keys and values take
 * @param prefixes how much of the prompts did not have to be read anew
 */
public record RuntimeStatus(
        int queued,
        int running,
        long completed,
        long failed,
        boolean closed,
        String device,
        String dtype,
        List<KernelFallback> kernelFallbacks,
        Optional<String> lastError,
        CacheUse memory,
        PrefixReuse prefixes) {

    /** Copies the list. */
    public RuntimeStatus {
        kernelFallbacks = List.copyOf(kernelFallbacks);
    }

    /** Returns the bytes that keys and values take, those kept for prompts to come included. */
    public long cacheBytes() {
        return memory.usedBytes();
    }

    /** Returns those of them that are kept for prompts to come. */
    public long prefixBytes() {
        return prefixes.bytes();
    }

    /** Returns the bytes that they may take. */
    public long cacheLimitBytes() {
        return memory.limitBytes();
    }

    /** Returns the share of prompt tokens that were not read anew, 0 to 1. */
    public double prefixHitRate() {
        return prefixes.hitRate();
    }
}
