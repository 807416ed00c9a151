// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.EngineStatistics;
import io.github.aligner4j.runtime.generation.Generation;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Sums over completed requests. Added to by the device thread, and read by any thread. */
final class CompletedWork {

    private final LongAdder completionTokens = new LongAdder();
    private final LongAdder drafted = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder passes = new LongAdder();
    private final LongAdder queueNanos = new LongAdder();
    private final LongAdder prefillNanos = new LongAdder();
    private final LongAdder decodeNanos = new LongAdder();

    void add(Generation generation) {
        completionTokens.add(generation.completion().usage().completionTokens());
        drafted.add(generation.drafts().draftedTokens());
        accepted.add(generation.drafts().acceptedTokens());
        passes.add(generation.forwardPasses());
        CompletionTimings timings = generation.completion().timings();
        queueNanos.add(timings.queued().toNanos());
        prefillNanos.add(timings.prefill().toNanos());
        decodeNanos.add(timings.decode().toNanos());
    }

    EngineStatistics.Tokens tokens(PrefixReuse prompts) {
        return new EngineStatistics.Tokens(
                prompts.promptTokens(),
                prompts.reusedTokens(),
                completionTokens.sum(),
                drafted.sum(),
                accepted.sum(),
                passes.sum());
    }

    EngineStatistics.Times times() {
        return new EngineStatistics.Times(
                Duration.ofNanos(queueNanos.sum()),
                Duration.ofNanos(prefillNanos.sum()),
                Duration.ofNanos(decodeNanos.sum()));
    }
}
