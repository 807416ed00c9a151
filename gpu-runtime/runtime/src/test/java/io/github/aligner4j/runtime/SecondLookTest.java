package io.github.aligner4j.runtime;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.generation.SequenceFactory;
import io.github.aligner4j.runtime.scheduling.BatchLimits;
import io.github.aligner4j.runtime.scheduling.SchedulerSettings;
import io.github.aligner4j.runtime.scripted.ByteTokenizer;
import io.github.aligner4j.runtime.scripted.ScriptedCausalLanguageModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of a correction if the model can't be asked about the copy any more. */
@Timeout(60)
class SecondLookTest {

    private static final Prompt PROMPT = Prompt.of("How? >");
    private static final String SAID = "said";

    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);
    private final List<CompletableFuture<String>> others = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    private final ByteTokenizer tokenizer = new ByteTokenizer() {
        @Override
        public int[] continuation(Prompt prompt, int[] promptIds, String text) {
            // For a draft of the correction, and when it is there, for the second look.
            if (looks.incrementAndGet() == 2) {
                fillQueue();
            }
            return super.continuation(prompt, promptIds, text);
        }
    };

    private final TorchCompletionModel model = new TorchCompletionModel(
            new LoadedModel(
                    new ScriptedCausalLanguageModel(SAID, 512).beforePass(this::pass),
                    new SequenceFactory(tokenizer, Set.of(ByteTokenizer.END), 512, 1),
                    "cpu",
                    "float32",
                    List.of(),
                    Duration.ZERO),
            SchedulerSettings.defaults("scripted").withBatch(new BatchLimits(1, 1, 0, 0)));

    @Test
    void a_full_queue_leaves_the_correction() {
        try (model) {
            CompletionRequest request = CompletionRequest.builder(PROMPT)
                    .prediction("Read the damn manual.")
                    .listener(heard::add)
                    .build();

            assertThat(model.complete(request, 0.1).text()).isEqualTo(SAID);
            assertThat(heard).containsExactly(SAID);
            assertThat(model.status().queued()).isEqualTo(1);
            free.countDown();
            assertThat(others)
                    .hasSize(2)
                    .allSatisfy(each -> assertThat(each.join()).isEqualTo(SAID));
        }
    }

    /** Has one request run, and then one wait. */
    private void fillQueue() {
        others.add(submit());
        await(busy);
        others.add(submit());
        while (model.status().queued() == 0) {
            Thread.onSpinWait();
        }
    }

    private CompletableFuture<String> submit() {
        CompletionRequest request = CompletionRequest.builder(PROMPT).build();
        return CompletableFuture.supplyAsync(() -> model.complete(request, 0.1).text(), task -> new Thread(task).start());
    }

    private void pass() {
        if (looks.get() == 2) {
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
