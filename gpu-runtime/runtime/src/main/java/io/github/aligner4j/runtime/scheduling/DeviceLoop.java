package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.completion.CompletionCancelledException;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.DeviceException;
import io.github.aligner4j.runtime.generation.Sequence;
import io.github.aligner4j.runtime.generation.SequenceStep;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.Scores;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The device's thread, all of it: take the first request, prefill its prompt chunk by chunk, decode token by token, tell
 * its caller, take the next.
 *
 * <p>Between two forward passes it asks whether the caller still waits, so cancellation, deadline and closing are heard
 * within one pass. Whatever a pass throws ends that request alone. One request runs at a time; a batch would take the
 * place of the one request in {@link #generate}, and nothing around it would change.
 */
final class DeviceLoop implements Runnable {

    private final CausalLanguageModel model;
    private final RequestQueue queue;
    private final SchedulerSettings settings;
    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<Optional<String>> lastError = new AtomicReference<>(Optional.empty());
    private volatile int running;
    private volatile boolean aborted;

    DeviceLoop(CausalLanguageModel model, RequestQueue queue, SchedulerSettings settings) {
        this.model = model;
        this.queue = queue;
        this.settings = settings;
    }

    @Override
    public void run() {
        Optional<QueuedRequest> next = queue.take();
        while (next.isPresent()) {
            running = 1;
            RequestEvent end = generate(next.get());
            running = 0;
            finish(next.get(), end);
            next = queue.take();
        }
    }

    /** Fails the running request before its next forward pass. */
    void abort() {
        aborted = true;
    }

    void failWaiting(QueuedRequest request) {
        fail(
                request,
                new CompletionModelException(
                        "model '" + settings.modelName() + "' was closed while the request waited in its queue"));
    }

    /** Ends a request that is not on the device. */
    void fail(QueuedRequest request, CompletionModelException cause) {
        finish(request, new RequestEvent.Failed(cause));
    }

    SchedulerStatus status() {
        return new SchedulerStatus(queue.size(), running, completed.get(), failed.get(), lastError.get());
    }

    private RequestEvent generate(QueuedRequest request) {
        Sequence sequence = request.sequence();
        request.markStarted();
        try {
            throwIfEnded(request);
            try (KeyValueCache cache = model.newCache(sequence.capacity(), sequence.variant())) {
                while (!sequence.finished()) {
                    throwIfEnded(request);
                    advance(request, cache);
                }
            }
            return new RequestEvent.Completed(sequence.generation(request.timings()));
        } catch (CompletionModelException e) {
            return new RequestEvent.Failed(e);
        } catch (RuntimeException | Error e) {
            return new RequestEvent.Failed(deviceFailure(sequence, e));
        }
    }

    private void advance(QueuedRequest request, KeyValueCache cache) {
        long before = settings.nanoTime().getAsLong();
        boolean prefilling = request.sequence().prefilling();
        Sequence sequence = request.sequence();
        SequenceStep step = sequence.next(cache.length(), settings.prefillChunk());
        Scores scores = model.forward(List.of(step.segment(cache))).get(0);
        String text = sequence.accept(step, scores, cache);
        request.markAdvanced(before, prefilling);
        if (!text.isEmpty()) {
            request.events().add(new RequestEvent.Text(text));
        }
    }

    private void throwIfEnded(QueuedRequest request) {
        request.throwIfEnded();
        if (aborted) {
            throw new CompletionModelException("model '" + settings.modelName()
                    + "' was closed while the request was running and did not finish within "
                    + settings.closeGrace().toMillis() + " ms");
        }
    }

    private void finish(QueuedRequest request, RequestEvent end) {
        if (end instanceof RequestEvent.Failed failure) {
            if (!(failure.cause() instanceof CompletionCancelledException)) {
                failed.incrementAndGet();
                lastError.set(Optional.of(String.valueOf(failure.cause().getMessage())));
            }
        } else {
            completed.incrementAndGet();
        }
        request.events().add(end);
    }

    private DeviceException deviceFailure(Sequence sequence, Throwable cause) {
        String doing = sequence.prefilling() ? "reading the prompt" : "generating";
        return new DeviceException(
                "model '" + settings.modelName() + "' failed while " + doing + " after " + sequence.generatedTokens()
                        + " generated tokens: " + cause,
                cause);
    }
}
