package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.Sequence;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings callers' requests to the one thread that may use a model, and the text back.
 *
 * <p>Down: a caller puts its request into a bounded queue and waits. Up: the device's thread posts events, pieces of text
 * and at last the outcome, to that request alone; the caller's own thread hands them to its listener. So a slow listener
 * holds up nobody but its own caller, and nothing of a caller's ever runs on the device's thread. A caller that leaves
 * (interrupt, failing listener) only marks its request; the device's thread notices before its next forward pass.
 *
 * <p>Safe for use by several threads.
 */
public final class Scheduler implements AutoCloseable {

    private final SchedulerSettings settings;
    private final RequestQueue queue;
    private final PrefillHints preparations = new PrefillHints();
    private final CacheMemory memory;
    private final DeviceLoop loop;
    private final Thread deviceThread;

    /**
     * Starts the device's thread; {@code model} is from now on used by that thread alone. The caller closes it.
     *
     * @param device says what the settings leave to the device
     */
    public Scheduler(CausalLanguageModel model, SchedulerSettings settings, DeviceProfile device) {
        this.settings = settings.on(device, model.contextTokens() * model.cacheBytesPerToken());
        this.queue =
                new RequestQueue(settings.modelName(), this.settings.batch().maxQueuedRequests());
        DeviceCaches caches = DeviceCaches.of(model, this.settings.caches());
        this.memory = caches.memory();
        this.loop = new DeviceLoop(caches, queue, preparations, this.settings);
        this.deviceThread = new Thread(loop, "aligner-device-" + settings.modelName());
        deviceThread.setDaemon(true);
        deviceThread.start();
    }

    /**
     * Runs {@code sequence} on the device and waits for its end, calling the request's listener on this thread.
     *
     * @throws io.github.aligner4j.completion.ModelOverloadedException if the queue is full
     * @throws io.github.aligner4j.DeadlineExceededException if the request's deadline passed
     * @throws CorrectionCancelledException if the request was cancelled or this thread interrupted
     * @throws io.github.aligner4j.completion.DeviceException if the model failed
     * @throws io.github.aligner4j.completion.CompletionModelException if the memory for keys and values could never hold the
     *     sequence
     * @throws IllegalStateException if this is closed
     */
    public Generation run(Sequence sequence, CompletionRequest request) {
        request.cancellation().throwIfCancelled();
        memory.requireFits(sequence.capacity());
        QueuedRequest queued = new QueuedRequest(sequence, request, settings);
        queue.add(queued);
        Cancellation.Registration withdrawal = request.cancellation().onCancel(() -> withdraw(queued));
        try {
            return await(queued);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CorrectionCancelledException("the calling thread was interrupted while it waited");
        } finally {
            withdrawal.close();
            // These do nothing if the request has ended; if not, the caller leaves it behind.
            queued.abandon();
            queue.remove(queued);
        }
    }

    /**
     * Notes that a sequence beginning with {@code tokens} is expected. Returns at once; what comes of it depends on how busy
     * the device is.
     *
     * @param cancellation takes the hint back
     */
    public void prepare(int[] tokens, ModelVariant variant, Cancellation cancellation) {
        if (!queue.closed() && !cancellation.isCancelled()) {
            preparations.add(new PrefillHint(tokens, variant, cancellation));
            queue.nudge();
        }
    }

    /** Returns what this is doing and has done. */
    public SchedulerStatus status() {
        return loop.status();
    }

    /**
     * Refuses further requests, fails those that wait, lets the running ones finish within the grace of the settings, then
     * fails them too, and returns when the device's thread has ended. Closing again does nothing more.
     */
    @Override
    public void close() {
        queue.close().forEach(this::failWaiting);
        boolean interrupted = joinWithin(settings.closeGrace().toMillis());
        loop.abort();
        while (deviceThread.isAlive()) {
            interrupted |= joinWithin(TimeUnit.DAYS.toMillis(1));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Generation await(QueuedRequest queued) throws InterruptedException {
        while (true) {
            RequestEvent event = next(queued);
            // The device's thread may be ahead: what it has made since does not undo the cancellation.
            queued.request().cancellation().throwIfCancelled();
            if (event instanceof RequestEvent.Text text) {
                queued.request().listener().onText(text.text());
            } else if (event instanceof RequestEvent.Completed completed) {
                return completed.generation();
            } else if (event instanceof RequestEvent.Failed failed) {
                throw failed.cause();
            }
        }
    }

    private RequestEvent next(QueuedRequest queued) throws InterruptedException {
        @Nullable RequestEvent event = queued.events().poll(queued.untilDeadline().toNanos(), TimeUnit.NANOSECONDS);
        if (event == null && queue.remove(queued)) {
            loop.outcomes().fail(queued, queued.deadlineExceeded());
        }
        // Not waiting any more, so it is on the device, whose thread hears of the deadline within a step.
        return event != null ? event : queued.events().take();
    }

    private void failWaiting(QueuedRequest queued) {
        loop.outcomes()
                .fail(
                        queued,
                        new CompletionModelException("model '" + settings.modelName()
                                + "' was closed while the request waited in its queue"));
    }

    private void withdraw(QueuedRequest queued) {
        if (queue.remove(queued)) {
            loop.outcomes().fail(queued, new CorrectionCancelledException("the call was cancelled by its caller"));
        }
    }

    private boolean joinWithin(long millis) {
        try {
            if (millis > 0) {
                deviceThread.join(millis);
            }
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
