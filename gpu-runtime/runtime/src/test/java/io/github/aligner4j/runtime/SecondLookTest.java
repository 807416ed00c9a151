// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.scheduling.SchedulerSettings;
import io.github.aligner4j.runtime.scripted.ScriptedCausalLanguageModel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of a correction if the model can't be asked about the copy any more. */
@Timeout(60)
class SecondLookTest {

    private static final Prompt PROMPT = Prompt.of("How? >");
    private static final String SAID = "said";

    private final Thread caller = Thread.currentThread();
    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);
    private final List<CompletableFuture<String>> others = new ArrayList<>();
    private final List<String> streamed = new ArrayList<>();
    private final ScriptedCausalLanguageModel network =
            new ScriptedCausalLanguageModel(SAID, 512).beforePass(this::pass);
    private final TorchCompletionModel model =
            ScriptedModels.open(network, Map.of("", new Copying(0.1, true)), settings());
    private int looks;
    private volatile boolean filling;

    private SchedulerSettings settings() {
        SchedulingOptions options =
                SchedulingOptions.DEFAULT.withMaxQueuedRequests(1).withMaxRunningRequests(1);
        return ScriptedModels.settings(network, options).withClocks(InstantSource.system(), this::nanoTime);
    }

    @Test
    void a_full_queue_leaves_the_correction() {
        try (model) {
            CompletionRequest request = CompletionRequest.builder(PROMPT)
                    .prediction("Read the damn manual.")
                    .listener(streamed::add)
                    .build();

            assertThat(model.complete(request).text()).isEqualTo(SAID);
            assertThat(streamed).containsExactly(SAID);
            assertThat(model.status().requests().queued()).isEqualTo(1);
            free.countDown();
            assertThat(others)
                    .hasSize(2)
                    .allSatisfy(each -> assertThat(each.join()).isEqualTo(SAID));
        }
    }

    /** Each request of a caller takes the time before it is queued: first the correction, then the second look. */
    private long nanoTime() {
        if (Thread.currentThread() == caller && ++looks == 2) {
            fillQueue();
        }
        return System.nanoTime();
    }

    /** Has one request run, and then one wait. */
    private void fillQueue() {
        filling = true;
        others.add(submit());
        await(busy);
        others.add(submit());
        while (model.status().requests().queued() == 0) {
            Thread.onSpinWait();
        }
    }

    private CompletableFuture<String> submit() {
        CompletionRequest request = CompletionRequest.builder(PROMPT).build();
        return CompletableFuture.supplyAsync(() -> model.complete(request).text(), task -> new Thread(task).start());
    }

    private void pass() {
        if (filling) {
            busy.countDown();
            await(free);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
