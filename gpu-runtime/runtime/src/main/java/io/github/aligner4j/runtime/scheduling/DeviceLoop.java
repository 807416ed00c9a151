// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.DeviceException;
import io.github.aligner4j.completion.EngineStatistics;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The loop of the device thread: one forward pass after another, each for all requests on the device.
 *
 * <h2>Why requests share passes</h2>
 *
 * A pass over 16 tokens takes only about 1.5 times as long as a pass over one (134 M parameters, two cores), because both
 * read all weights from memory. A device that serves one request at a time wastes that, and a long prompt delays all
 * requests after it. So requests are batched, and the batch is formed anew for each pass (<i>continuous</i> or
 * <i>iteration-level batching</i>, Orca): requests join and leave between passes, and none waits for the slowest one of its
 * batch.
 *
 * <h2>A step</h2>
 *
 * <ol>
 *   <li>{@link #removeStopped()} fails the requests that were cancelled, abandoned by their callers, or whose deadline
 *       passed.
 *   <li>{@link StepPlanner} divides the token budget of the pass: next tokens first, then drafts, then chunks of prompts
 *       (<i>chunked prefill</i>, Sarathi). While it does, {@link Admission} starts waiting requests, and preempts the least
 *       urgent one where a more urgent one needs its memory.
 *   <li>{@link ForwardPass} runs the model once. Each sequence takes its scores, chooses tokens and posts their text.
 *   <li>{@link #removeFinished()} posts the outcomes of the requests that ended.
 * </ol>
 *
 * <p>The budget bounds the time of a pass, and so the time until a cancellation, a deadline, a new request or closing takes
 * effect. A failure is confined to its request: if planning, scores or text fail, that request fails; if the pass itself
 * fails, {@link ForwardPass} repeats it for each sequence alone. Only a defect of the loop fails all requests on the device,
 * and the loop goes on with those that wait.
 *
 * <h2>Memory</h2>
 *
 * Keys and values of all requests share one budget ({@link CacheMemory}) instead of a fixed slot each. Caches begin with
 * room for the prompt and half of it again, since a correction is about as long as the answer in its prompt, and grow by
 * half. When memory is short, cached prefixes are evicted, then speculative prefill, then requests are preempted, the least
 * urgent first; these keep their tokens and recompute keys and values. The most urgent request is never preempted, so one
 * always finishes, then the next. A request that could not finish even on its own is refused when it is submitted. Blocks
 * of a shared pool (paged attention) would waste less of it, but need an attention kernel that reads keys and values
 * through a block table, and libtorch's {@code scaled_dot_product_attention} reads plain tensors.
 *
 * <p>When a request finishes or is stopped, its keys and values become a cached prefix; those of a failed pass are
 * discarded. The head of a correction template is the same in every prompt, so nearly every prompt begins with a cached
 * prefix.
 *
 * <h2>What was measured</h2>
 *
 * <ul>
 *   <li>Drafts as long as those of a single request cost more than they gain from about 8 requests on: the fixed cost of a
 *       pass is shared, so each further token counts for more. The more sequences share the pass, the more likely a draft
 *       token must be ({@code PassCost.time}).
 *   <li>Large chunks of prompts delay the requests that generate in the same pass, and gain nothing on a CPU, where the
 *       time per token hardly falls from 32 tokens on. Hence the lower limit for prompts in such a pass.
 * </ul>
 *
 * <p>On two cores, with 134 M parameters in bfloat16, 16 concurrent callers get 4.3 times the corrections per second of
 * sequential ones without drafts, and 1.7 times with residual decoding, which nearly fills a pass on its own
 * ({@code docs/design/0008-continuous-batching.md}).
 *
 * @see <a href="https://www.usenix.org/conference/osdi22/presentation/yu">Orca: A Distributed Serving System for
 *     Transformer-Based Generative Models</a>
 * @see <a href="https://arxiv.org/abs/2309.06180">Efficient Memory Management for Large Language Model Serving with
 *     PagedAttention</a>
 * @see <a href="https://arxiv.org/abs/2403.02310">Taming Throughput-Latency Tradeoff in LLM Inference with Sarathi-Serve</a>
 */
final class DeviceLoop implements Runnable {

    private final RequestQueue queue;
    private final Outcomes outcomes;
    private final SchedulerSettings settings;
    private final Batch batch = new Batch();
    private final DeviceCaches caches;
    private final PrefillAhead prefill;
    private final Admission admission;
    private final StepPlanner planner;
    private final ForwardPass pass;
    private volatile boolean aborted;

    DeviceLoop(DeviceCaches caches, RequestQueue queue, PrefillHints hints, SchedulerSettings settings) {
        this.queue = queue;
        this.outcomes = new Outcomes();
        this.settings = settings;
        this.caches = caches;
        this.prefill = new PrefillAhead(hints, caches);
        caches.memory().add(caches.prefixes());
        caches.memory().add(prefill);
        this.admission = new Admission(queue, batch, caches, outcomes, settings);
        this.planner = new StepPlanner(settings.batch(), batch, admission, prefill);
        this.pass = new ForwardPass(caches.memory().model());
    }

    @Override
    public void run() {
        while (!queue.closed() || !batch.isEmpty()) {
            if (batch.isEmpty() && prefill.isIdle()) {
                queue.awaitWork();
            }
            step();
        }
        prefill.clear();
        caches.prefixes().clear();
    }

    /** Runs one forward pass, if there is anything to read. Never throws. */
    void step() {
        try {
            removeStopped();
            List<BatchEntry> entries = planner.plan();
            if (!entries.isEmpty()) {
                pass.run(entries);
            }
            removeFinished();
        } catch (RuntimeException | Error e) {
            failAll(e);
        }
    }

    /** Returns whether hinted prompts are being read or waiting. */
    boolean prefilling() {
        return !prefill.isIdle();
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

    EngineStatistics statistics() {
        SchedulerStatus now = status();
        return new EngineStatistics(
                !queue.closed(),
                new EngineStatistics.Requests(
                        now.queued(), now.running(), now.completed(), now.failed(), queue.rejected()),
                outcomes.work().tokens(now.prefixes()),
                outcomes.work().times(),
                new EngineStatistics.Memory(
                        now.memory().usedBytes(),
                        now.memory().limitBytes(),
                        now.prefixes().bytes(),
                        now.prefixes().entries(),
                        caches.prefixes().evictions(),
                        now.memory().preemptions(),
                        OptionalLong.empty(),
                        OptionalLong.empty()));
    }

    private void removeStopped() {
        for (QueuedRequest preempted : List.copyOf(batch.preempted())) {
            AlignerException reason = stopReason(preempted);
            if (reason != null) {
                batch.removePreempted(preempted);
                outcomes.fail(preempted, reason);
            }
        }
        for (RunningRequest running : List.copyOf(batch.running())) {
            AlignerException reason = stopReason(running.request());
            if (reason != null) {
                removeAndCache(running);
                outcomes.fail(running.request(), reason);
            }
        }
    }

    private void removeFinished() {
        for (RunningRequest running : List.copyOf(batch.running())) {
            running.markAdvanced();
            QueuedRequest request = running.request();
            DeviceException failure = running.failure();
            if (failure != null) {
                removeAndClose(running);
                outcomes.fail(request, failure);
            } else if (running.sequence().finished()) {
                removeAndCache(running);
                outcomes.complete(request, running.sequence().generation(request.timings()));
            }
        }
    }

    private void failAll(Throwable cause) {
        for (RunningRequest running : List.copyOf(batch.running())) {
            running.fail(cause);
            removeAndClose(running);
            outcomes.fail(running.request(), Objects.requireNonNull(running.failure()));
        }
    }

    private void removeAndCache(RunningRequest running) {
        batch.remove(running);
        caches.prefixes().add(running.sequence().tokens(), running.cache());
    }

    private void removeAndClose(RunningRequest running) {
        batch.remove(running);
        caches.memory().close(running.cache());
    }

    /** Returns the reason for which {@code request} must not go on, null if there is none. */
    private @Nullable AlignerException stopReason(QueuedRequest request) {
        if (aborted) {
            return new CompletionModelException("model '" + settings.modelName()
                    + "' was closed while the request was running and did not finish within "
                    + settings.drainTimeout().toMillis() + " ms");
        }
        try {
            request.throwIfStopped();
            return null;
        } catch (AlignerException e) {
            return e;
        }
    }
}
