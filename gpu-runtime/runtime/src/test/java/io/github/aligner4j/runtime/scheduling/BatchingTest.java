// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.DeviceException;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.aligner4j.runtime.scheduling.SteppedDevice.SCRIPT;
import static io.github.aligner4j.runtime.scheduling.SteppedDevice.failure;
import static io.github.aligner4j.runtime.scheduling.SteppedDevice.generation;
import static io.github.aligner4j.runtime.scheduling.SteppedDevice.request;
import static io.github.aligner4j.runtime.scheduling.SteppedDevice.text;
import static org.assertj.core.api.Assertions.assertThat;

/** Requests that are on the device together. */
class BatchingTest {

    private final SteppedDevice device = new SteppedDevice(SCRIPT, new BatchLimits(64, 4, 32, 8), 100_000, 0);

    @AfterEach
    void all_memory_is_given_back() {
        assertThat(device.cachesLeft()).isZero();
        assertThat(device.status().memory().usedBytes()).isZero();
    }

    @Test
    void requests_share_forward_passes() {
        List<QueuedRequest> requests = submit(4, 7);
        device.finish();

        assertThat(requests).allSatisfy(each -> assertThat(text(each)).isEqualTo(SCRIPT));
        // Two prompts of seven tokens fit one half each of the first pass, then two the half of a chunk beside them.
        assertThat(device.model().passes().size()).isLessThan(12);
        assertThat(device.model().passes()).anySatisfy(pass -> assertThat(pass).containsExactly(1, 1, 1, 1));
    }

    @Test
    void a_long_prompt_is_read_in_pieces_beside_those_that_generate() {
        QueuedRequest quick = device.submit(request(3));
        device.step();
        QueuedRequest slow = device.submit(request(200));
        device.step();

        assertThat(device.model().lastPass()).containsExactly(1, 8);
        device.steps(5);
        assertThat(text(quick)).isEqualTo(SCRIPT);
        device.finish();
        assertThat(text(slow)).isEqualTo(SCRIPT);
    }

    @Test
    void a_prompt_alone_has_the_whole_pass() {
        device.submit(request(100));
        device.steps(2);

        assertThat(device.model().passes()).containsExactly(List.of(32), List.of(32));
        device.finish();
    }

    @Test
    void a_short_prompt_does_not_wait_for_a_long_one() {
        device.submit(request(500));
        device.step();
        QueuedRequest brief = device.submit(request(5));
        device.step();

        assertThat(device.model().lastPass()).containsExactly(16, 5);
        device.steps(SCRIPT.length());
        assertThat(text(brief)).isEqualTo(SCRIPT);
        device.finish();
    }

    @Test
    void prompts_take_turns() {
        submit(4, 100);
        device.steps(4);

        assertThat(device.model().passes()).allSatisfy(pass -> assertThat(pass).containsExactly(16, 16));
        assertThat(device.status().running()).isEqualTo(4);
        device.finish();
    }

    @Test
    void no_more_run_than_allowed() {
        List<QueuedRequest> requests = submit(9, 4);
        device.step();
        device.step();

        assertThat(device.status().running()).isEqualTo(4);
        assertThat(device.status().queued()).isEqualTo(5);
        device.finish();
        assertThat(requests).allSatisfy(each -> assertThat(text(each)).isEqualTo(SCRIPT));
        assertThat(device.status().completed()).isEqualTo(9);
    }

    @Test
    void drafts_share_what_the_budget_leaves() {
        String script = "the answer is as long as this whole sentence, which nobody would have to change";
        SteppedDevice drafting = new SteppedDevice(script, new BatchLimits(64, 4, 32, 8), 100_000, 0);
        List<QueuedRequest> requests = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            requests.add(drafting.submit(request(3).prediction(script)));
        }
        drafting.finish();

        assertThat(requests).allSatisfy(each -> assertThat(text(each)).isEqualTo(script));
        assertThat(drafting.model().passes())
                .anySatisfy(pass -> assertThat(pass).containsExactly(8, 8, 8, 8));
        assertThat(drafting.model().passes())
                .allSatisfy(pass -> assertThat(
                                pass.stream().mapToInt(Integer::intValue).sum())
                        .isLessThanOrEqualTo(32));
        assertThat(drafting.cachesLeft()).isZero();
    }

    @Test
    void requests_that_are_heard_while_generated_go_first() {
        SteppedDevice single = new SteppedDevice(new BatchLimits(64, 1, 32, 8), 100_000);
        QueuedRequest running = single.submit(request(3));
        single.step();
        QueuedRequest whole = single.submit(request(3));
        single.advance(Duration.ofSeconds(1));
        QueuedRequest streaming = single.submit(request(3).listener(text -> {}));
        single.steps(SCRIPT.length() + 1);

        assertThat(text(running)).isEqualTo(SCRIPT);
        assertThat(streaming.events()).isNotEmpty();
        assertThat(whole.events()).isEmpty();
        single.finish();
        assertThat(single.cachesLeft()).isZero();
    }

    @Test
    void a_request_that_has_waited_long_is_overtaken_by_none() {
        SteppedDevice single = new SteppedDevice(new BatchLimits(64, 1, 32, 8), 100_000);
        single.submit(request(3));
        single.step();
        QueuedRequest whole = single.submit(request(3));
        single.advance(Duration.ofSeconds(QueuedRequest.STREAMING_HEAD_START_SECONDS + 1));
        QueuedRequest streaming = single.submit(request(3).listener(text -> {}));
        single.steps(SCRIPT.length() + 1);

        assertThat(whole.events()).isNotEmpty();
        assertThat(streaming.events()).isEmpty();
        single.finish();
        assertThat(single.cachesLeft()).isZero();
    }

    @Test
    void a_sequence_that_breaks_a_pass_fails_alone() {
        List<QueuedRequest> good = submit(2, 5);
        QueuedRequest bad = device.submit(request("#"));
        Set<KeyValueCache> cursed = new HashSet<>();
        device.model()
                .beforePass(segments -> segments.forEach(segment -> {
                    if (isBad(segment)) {
                        cursed.add(segment.cache());
                    } else if (cursed.contains(segment.cache())) {
                        throw new IllegalStateException("this sequence is cursed");
                    }
                }));
        device.finish();

        assertThat(good).allSatisfy(each -> assertThat(text(each)).isEqualTo(SCRIPT));
        assertThat(failure(bad))
                .isInstanceOf(DeviceException.class)
                .hasRootCauseMessage("this sequence is cursed")
                .hasMessageContaining("failed while generating after 1 generated tokens")
                .hasMessageNotContaining("cursed");
        assertThat(device.status().failed()).isEqualTo(1);
    }

    @Test
    void scores_that_are_no_numbers_fail_their_own_request() {
        QueuedRequest good = device.submit(request(5));
        QueuedRequest bad = device.submit(request("#"));
        device.model().changeScores((segment, scores) -> isBad(segment) ? new Damaged() : scores);
        device.finish();

        assertThat(failure(bad)).hasMessageContaining("the largest logit is NaN");
        assertThat(text(good)).isEqualTo(SCRIPT);
    }

    @Test
    void a_cache_that_can_not_be_had_fails_its_own_request() {
        QueuedRequest good = device.submit(request(5));
        device.step();
        device.model().beforeCache(() -> {
            throw new OutOfMemoryError("no device memory");
        });
        QueuedRequest bad = device.submit(request(5));
        device.step();
        device.model().beforeCache(() -> {});
        device.finish();

        assertThat(text(good)).isEqualTo(SCRIPT);
        assertThat(failure(bad))
                .isInstanceOf(DeviceException.class)
                .hasRootCauseMessage("no device memory")
                .hasMessageContaining("failed while making room for a request: java.lang.OutOfMemoryError")
                .hasMessageNotContaining("no device memory");
    }

    @Test
    void one_that_is_cancelled_or_late_leaves_the_others_alone() {
        Cancellation cancellation = Cancellation.create();
        QueuedRequest cancelled = device.submit(request(300).cancellation(cancellation));
        QueuedRequest late = device.submit(request(300).deadline(Instant.EPOCH.plusSeconds(1)));
        QueuedRequest good = device.submit(request(5));
        device.step();
        cancellation.cancel();
        device.advance(Duration.ofSeconds(2));
        device.step();

        assertThat(failure(cancelled)).isInstanceOf(CorrectionCancelledException.class);
        assertThat(failure(late)).isInstanceOf(DeadlineExceededException.class);
        device.finish();
        assertThat(text(good)).isEqualTo(SCRIPT);
        assertThat(device.status().failed()).isEqualTo(1);
    }

    @Test
    void aborting_fails_all_that_run() {
        List<QueuedRequest> requests = submit(3, 50);
        device.steps(2);
        device.abort();
        device.step();

        assertThat(requests)
                .allSatisfy(each -> assertThat(failure(each))
                        .isInstanceOf(CompletionModelException.class)
                        .hasMessageContaining("did not finish within"));
    }

    @Test
    void times_add_up_to_the_time_on_the_device() {
        QueuedRequest first = device.submit(request(5));
        device.advance(Duration.ofSeconds(1));
        device.model().beforePass(segments -> device.advance(Duration.ofSeconds(1)));
        device.finish();

        assertThat(generation(first).completion().timings().queued()).isEqualTo(Duration.ofSeconds(1));
        assertThat(generation(first).completion().timings().prefill()).isEqualTo(Duration.ofSeconds(1));
        assertThat(generation(first).completion().timings().decode()).isEqualTo(Duration.ofSeconds(SCRIPT.length()));
    }

    private List<QueuedRequest> submit(int count, int tokens) {
        List<QueuedRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CompletionRequest.Builder request = request(tokens);
            requests.add(device.submit(request));
        }
        return requests;
    }

    private static boolean isBad(Segment segment) {
        return Arrays.stream(segment.tokenIds()).anyMatch(token -> token == '#');
    }

    private record Damaged() implements Scores {

        @Override
        public int rows() {
            return 1;
        }

        @Override
        public int greedy(int row) {
            throw new CompletionModelException("the largest logit is NaN");
        }

        @Override
        public float[] logits(int row) {
            throw new UnsupportedOperationException();
        }
    }
}
