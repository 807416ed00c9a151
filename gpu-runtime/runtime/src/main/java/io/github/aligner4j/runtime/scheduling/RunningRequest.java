// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.Failures;
import io.github.aligner4j.completion.DeviceException;
import io.github.aligner4j.runtime.generation.Sequence;
import io.github.aligner4j.runtime.generation.SequenceStep;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request on the device, with its cache. Used by the device thread. */
final class RunningRequest implements BatchEntry {

    private final QueuedRequest request;
    private final KeyValueCache cache;
    private final String modelName;
    private boolean prefilling;
    private @Nullable SequenceStep step;
    private @Nullable Segment segment;
    private @Nullable DeviceException failure;
    private long lastPrefillPass;

    RunningRequest(QueuedRequest request, KeyValueCache cache, String modelName) {
        this.request = request;
        this.cache = cache;
        this.modelName = modelName;
        this.prefilling = request.sequence().prefilling();
    }

    QueuedRequest request() {
        return request;
    }

    Sequence sequence() {
        return request.sequence();
    }

    KeyValueCache cache() {
        return cache;
    }

    /** Returns the number of tokens that are not read yet; 1 while the request generates. */
    int pendingTokens() {
        return sequence().length() - cache.length();
    }

    /** Returns whether the prompt has been read, so that each pass brings new tokens. */
    boolean generating() {
        return pendingTokens() == 1;
    }

    /** Returns the number of the pass that last read a piece of the prompt. */
    long lastPrefillPass() {
        return lastPrefillPass;
    }

    void setLastPrefillPass(long pass) {
        this.lastPrefillPass = pass;
    }

    /**
     * Plans the segment of the next pass and returns its number of tokens.
     *
     * @param maxTokens the maximum number of tokens to read
     * @param sequences number of sequences on the device
     */
    int plan(int maxTokens, int sequences) {
        int room = cache.capacity() - cache.length();
        step = sequence()
                .next(cache.length(), Math.min(Math.max(maxTokens, sequence().minTokens()), room), sequences);
        segment = step.segment(cache);
        return step.size();
    }

    @Override
    public Segment segment() {
        return Objects.requireNonNull(segment);
    }

    @Override
    public void accept(Scores scores) {
        String text = sequence().accept(Objects.requireNonNull(step), scores, cache);
        if (!text.isEmpty()) {
            request.events().add(new RequestEvent.Text(text));
        }
    }

    @Override
    public void fail(Throwable cause) {
        String doing = sequence().prefilling() ? "reading the prompt" : "generating";
        failure = new DeviceException(
                "model '" + modelName + "' failed while " + doing + " after "
                        + sequence().generatedTokens() + " generated tokens: " + Failures.describe(cause),
                cause);
    }

    /** Returns the failure that ends the request, null if there is none. */
    @Nullable DeviceException failure() {
        return failure;
    }

    /** Adds the time since the last pass to the request's timings. */
    void markAdvanced() {
        request.markAdvanced(prefilling);
        prefilling = sequence().prefilling();
    }
}
