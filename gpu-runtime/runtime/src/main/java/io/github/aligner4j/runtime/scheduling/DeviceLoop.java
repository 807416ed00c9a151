package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.DeviceException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The device's thread, all of it: step by step, one forward pass for all requests that are on the device, until the queue is
 * closed.
 *
 * <p>A step: let go of those whose callers do not wait any more; plan who reads how much ({@link StepPlanner}), where requests
 * that wait may join ({@link Admission}); read ({@link ForwardPass}), which gives each sequence its next tokens; tell those
 * callers whose completions have ended. So requests come and go at any pass, cancellation, deadline and closing are heard
 * within one, and whatever fails ends one request alone.
 */
final class DeviceLoop implements Runnable {

    private final RequestQueue queue;
    private final Outcomes outcomes;
    private final SchedulerSettings settings;
    private final Batch batch = new Batch();
    private final DeviceCaches caches;
    private final PrefillAhead preparing;
    private final Admission admission;
    private final StepPlanner planner;
    private final ForwardPass pass;
    private volatile boolean aborted;

    DeviceLoop(DeviceCaches caches, RequestQueue queue, PrefillHints preparations, SchedulerSettings settings) {
        this.queue = queue;
        this.outcomes = new Outcomes();
        this.settings = settings;
        this.caches = caches;
        this.preparing = new PrefillAhead(preparations, caches);
        caches.memory().borrowFrom(caches.prefixes());
        caches.memory().borrowFrom(preparing);
        this.admission = new Admission(queue, batch, caches, outcomes, settings);
        this.planner = new StepPlanner(settings.batch(), batch, admission, preparing);
        this.pass = new ForwardPass(caches.memory().model());
    }

    @Override
    public void run() {
        while (!queue.closed() || !batch.isEmpty()) {
            if (batch.isEmpty() && preparing.isIdle()) {
                queue.await();
            }
            step();
        }
        preparing.clear();
        caches.prefixes().clear();
    }

    /** Runs one forward pass, if there is anything to read. Never throws. */
    void step() {
        try {
            letGo();
            List<BatchEntry> readings = planner.plan();
            if (!readings.isEmpty()) {
                pass.run(readings);
            }
            finish();
        } catch (RuntimeException | Error e) {
            failAll(e);
        }
    }

    /** Returns whether prompts that are expected are being read or wait for it. */
    boolean preparing() {
        return !preparing.isIdle();
    }

    /** Fails the requests on the device before the next forward pass. */
    void abort() {
        aborted = true;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    SchedulerStatus status() {
        CacheMemory memory = caches.memory();
        return new SchedulerStatus(
                admission.waiting(),
                batch.runningCount(),
                outcomes.completed(),
                outcomes.failed(),
                outcomes.lastError(),
                new CacheUse(memory.usedBytes(), memory.limitBytes(), admission.preemptions()),
                admission.reuse());
    }

    private void letGo() {
        for (QueuedRequest parked : List.copyOf(batch.parked())) {
            AlignerException end = end(parked);
            if (end != null) {
                batch.remove(parked);
                outcomes.fail(parked, end);
            }
        }
        for (RunningRequest running : List.copyOf(batch.running())) {
            AlignerException end = end(running.request());
            if (end != null) {
                keep(running);
                outcomes.fail(running.request(), end);
            }
        }
    }

    private void finish() {
        for (RunningRequest running : List.copyOf(batch.running())) {
            running.markAdvanced();
            QueuedRequest request = running.request();
            DeviceException failure = running.failure();
            if (failure != null) {
                drop(running);
                outcomes.fail(request, failure);
            } else if (running.sequence().finished()) {
                keep(running);
                outcomes.complete(request, running.sequence().generation(request.timings()));
            }
        }
    }

    private void failAll(Throwable cause) {
        for (RunningRequest running : List.copyOf(batch.running())) {
            running.fail(cause);
            drop(running);
            outcomes.fail(running.request(), Objects.requireNonNull(running.failure()));
        }
    }

    /** Ends a request whose keys and values are of use to others. */
    private void keep(RunningRequest running) {
        batch.remove(running);
        caches.prefixes().add(running.sequence().tokens(), running.cache());
    }

    private void drop(RunningRequest running) {
        batch.remove(running);
        caches.memory().close(running.cache());
    }

    /** Returns why {@code request} must not go on; null if it may. */
    private @Nullable AlignerException end(QueuedRequest request) {
        if (aborted) {
            return new CompletionModelException("model '" + settings.modelName()
                    + "' was closed while the request was running and did not finish within "
                    + settings.closeGrace().toMillis() + " ms");
        }
        try {
            request.throwIfEnded();
            return null;
        } catch (AlignerException e) {
            return e;
        }
    }
}
