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

/** A request on the device, with its cache. Used by the device's thread. */
final class RunningRequest implements BatchEntry {

    private final QueuedRequest request;
    private final KeyValueCache cache;
    private final String modelName;
    private boolean prefilling;
    private @Nullable SequenceStep step;
    private @Nullable Segment segment;
    private @Nullable DeviceException failure;
    private long turn;

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

    /** Number of tokens that are not read yet; 1 while it generates. */
    int pending() {
        return sequence().length() - cache.length();
    }

    /** Returns whether it only waits for its next tokens, its prompt being read. */
    boolean generating() {
        return pending() == 1;
    }

    /** When a piece of its prompt was read last, by the planner's count. */
    long turn() {
        return turn;
    }

    void setTurn(long turn) {
        this.turn = turn;
    }

    /**
     * Decides what it reads in the next pass, at most {@code mostRows} tokens, and returns how many.
     *
     * @param sequences how many are on the device
     */
    int plan(int mostRows, int sequences) {
        int room = cache.capacity() - cache.length();
        step = sequence()
                .next(cache.length(), Math.min(Math.max(mostRows, sequence().leastRows()), room), sequences);
        segment = step.segment(cache);
        return step.rows();
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

    /** Why it can't go on; null if it can. */
    @Nullable DeviceException failure() {
        return failure;
    }

    /** Counts the time since the last pass; its share of the pass or not, that is how long its caller waited. */
    void markAdvanced() {
        request.markAdvanced(prefilling);
        prefilling = sequence().prefilling();
    }
}
