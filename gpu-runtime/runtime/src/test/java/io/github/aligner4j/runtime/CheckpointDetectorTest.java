// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.CheckpointAligner.Variant;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Checkpoints that decide by their first token; these have random weights, so any score is as good as another. */
class CheckpointDetectorTest {

    private static final double ROUNDING = 1e-4;
    private static final CheckpointDescriptor.Window WINDOW = new CheckpointDescriptor.Window(24, 0, 0);
    private static final String LONG = IntStream.range(0, 40)
            .mapToObj(i -> "Line " + i + (i % 3 == 0 ? " is red.\n" : " is a blue one.\n\n"))
            .reduce("", String::concat);

    @TempDir
    private static Path folder;

    private static ModelSource checkpoint;
    private static CheckpointAligner aligner;

    @BeforeAll
    static void open() {
        checkpoint =
                ModelSource.folder(GoldenCheckpoint.unpack("llama-gqa", folder).folder());
        aligner = open(detector("+", "="), WINDOW, SchedulingOptions.DEFAULT);
    }

    @AfterAll
    static void close() {
        aligner.close();
    }

    @Test
    void windows_side_by_side_are_detected_as_each_alone() {
        Correction together = unchanged(aligner).correct(CorrectionRequest.of("", LONG));
        assertThat(together.answer()).isEqualTo(LONG);
        assertThat(together.detections()).hasSize(40);
        Detector detector = aligner.detector().orElseThrow();
        List<String> windows = LONG.lines().filter(line -> !line.isBlank()).toList();
        for (int i = 0; i < windows.size(); i++) {
            Detection alone = detector.detect(CorrectionRequest.of("", windows.get(i)), CorrectionContext.DEFAULT);
            Detection window = together.detections().get(i);
            assertThat(window.score()).as(windows.get(i)).isCloseTo(alone.score(), within(ROUNDING));
            assertThat(window.label()).isEqualTo("colour");
            assertThat(window.usage()).isEqualTo(alone.usage());
        }
    }

    @Test
    void fewer_places_on_the_device_and_in_its_queue_change_nothing() {
        Correction roomy = unchanged(aligner).correct(CorrectionRequest.of("", LONG));
        SchedulingOptions narrow =
                SchedulingOptions.DEFAULT.withMaxQueuedRequests(1).withMaxRunningRequests(2);
        try (CheckpointAligner cramped = open(detector("+", "="), WINDOW, narrow)) {
            Correction correction = unchanged(cramped).correct(CorrectionRequest.of("", LONG));
            assertThat(correction.detections()).hasSize(40);
            for (int i = 0; i < 40; i++) {
                assertThat(correction.detections().get(i).score())
                        .isCloseTo(roomy.detections().get(i).score(), within(ROUNDING));
            }
            assertThat(cramped.status().requests().failed()).isZero();
        }
    }

    @Test
    void the_score_of_a_long_answer_is_the_highest_of_its_windows() {
        Correction correction = unchanged(aligner).correct(CorrectionRequest.of("", LONG));
        double highest = correction.detections().stream()
                .mapToDouble(Detection::score)
                .max()
                .orElseThrow();
        Detection whole =
                aligner.detector().orElseThrow().detect(CorrectionRequest.of("", LONG), CorrectionContext.DEFAULT);
        assertThat(whole.score()).isCloseTo(highest, within(ROUNDING));
        assertThat(whole.usage()).isEqualTo(correction.usage());
    }

    @Test
    void a_threshold_decides_what_is_corrected() {
        CorrectionRequest request = CorrectionRequest.of("", "Line one is red.");
        double score = aligner.detector()
                .orElseThrow()
                .detect(request, CorrectionContext.DEFAULT)
                .score();
        assertThat(tokens(aligner.withThreshold(Math.min(1, score + 0.01)), request))
                .isEqualTo(1);
        assertThat(tokens(aligner.withThreshold(Math.max(0, score - 0.01)), request))
                .isGreaterThan(1);
        assertThat(tokens(aligner.with(Variant.DEFAULT.withThreshold(0)), request))
                .isGreaterThan(1);
        assertThatThrownBy(() -> aligner.withThreshold(-0.1))
                .hasMessage("a detector's threshold must be between 0 and 1, but was -0.1");
    }

    @Test
    void the_correction_reads_the_prompt_from_the_cache_of_the_detection() {
        CorrectionRequest request = CorrectionRequest.of("", "Line seven is green.");
        long before = aligner.status().prefixCache().reusedTokens();
        List<Detection> detections;
        try {
            detections = aligner.withThreshold(0).correct(request).detections();
        } catch (AlignerException rejected) {
            detections = rejected.detections();
        }
        assertThat(aligner.status().prefixCache().reusedTokens() - before)
                .isGreaterThanOrEqualTo(detections.get(0).usage().promptTokens());
    }

    @Test
    void a_cancelled_call_detects_nothing_more() {
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel();
        assertThatThrownBy(() -> aligner.correct(
                        CorrectionRequest.of("", LONG), CorrectionContext.DEFAULT.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
    }

    @Test
    void candidates_have_the_log_probabilities_that_the_most_likely_tokens_have() {
        try (TorchCompletionModel model = TorchCompletionModel.open(checkpoint)) {
            CompletionRequest.Builder request = CompletionRequest.builder(Prompt.of("Once upon"))
                    .sampling(SamplingParameters.GREEDY.withMaxNewTokens(1));
            Completion likely = model.complete(request.topLogprobs(20).build());
            List<Alternative> expected = likely.logprobs().get(0).top().stream()
                    .filter(each -> each.token().matches("\\p{ASCII}+"))
                    .toList();
            assertThat(expected).isNotEmpty();
            for (Alternative each : expected) {
                Completion asked = model.complete(
                        request.topLogprobs(0).candidates(List.of(each.token())).build());
                assertThat(asked.logprobs().get(0).top()).isEmpty();
                assertThat(asked.logprobs().get(0).candidates()).singleElement().satisfies(candidate -> {
                    assertThat(candidate.token()).isEqualTo(each.token());
                    assertThat(candidate.logprob()).isCloseTo(each.logprob(), within(ROUNDING));
                });
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"an unlikely phrase, =, an unlikely phrase", "+, a text of words, a text of words"})
    void a_token_that_is_none_of_the_tokenizer_is_refused_when_it_is_loaded(
            String changed, String unchanged, String wrong) {
        assertThatThrownBy(() -> open(detector(changed, unchanged), null, SchedulingOptions.DEFAULT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "aligner.json: detector 'colour': '" + wrong + "' must be a single token of the model,")
                .hasMessageEndingWith("; choose a text that its tokenizer has as one token");
    }

    @Test
    void a_checkpoint_without_a_detector_has_none_and_no_threshold() {
        try (CheckpointAligner plain = open(null, null, SchedulingOptions.DEFAULT)) {
            assertThat(plain.detector()).isEmpty();
            assertThatThrownBy(() -> plain.withThreshold(0.3))
                    .hasMessage(
                            "threshold is 0.3, but the checkpoint has no detector; leave it out, or name the detector in"
                                    + " aligner.json");
        }
    }

    @Test
    void an_adapter_has_a_detector_of_its_own_weights() {
        ModelSource adapter = ModelSource.folder(
                GoldenCheckpoint.unpack("llama-gqa-lora", folder).folder());
        try (CheckpointAligner both = CheckpointAligner.builder(checkpoint)
                .descriptor(descriptor(detector("+", "="), null))
                .adapter("kind", adapter)
                .open()) {
            CorrectionRequest request = CorrectionRequest.of("", "Line one is red.");
            Detection base = both.detector().orElseThrow().detect(request, CorrectionContext.DEFAULT);
            Detection own = both.detector("kind").orElseThrow().detect(request, CorrectionContext.DEFAULT);
            assertThat(own.score()).isNotCloseTo(base.score(), within(ROUNDING));
            Aligner never = both.with(Variant.DEFAULT.withAdapter("kind").withThreshold(1));
            assertThat(never.correct(request).detections())
                    .singleElement()
                    .satisfies(detection -> assertThat(detection.score()).isCloseTo(own.score(), within(ROUNDING)));
        }
    }

    private static int tokens(Aligner aligner, CorrectionRequest request) {
        try {
            return aligner.correct(request).usage().completionTokens();
        } catch (AlignerException rejected) {
            // Random weights need not write anything that guards accept, but they wrote.
            return Integer.MAX_VALUE;
        }
    }

    private static Aligner unchanged(CheckpointAligner aligner) {
        return aligner.withThreshold(1);
    }

    private static CheckpointDescriptor.Detector detector(String changed, String unchanged) {
        return new CheckpointDescriptor.Detector("colour", changed, unchanged, 0.5);
    }

    private static CheckpointDescriptor descriptor(
            CheckpointDescriptor.@Nullable Detector detector, CheckpointDescriptor.@Nullable Window window) {
        return CheckpointDescriptor.prompt(
                        new CheckpointDescriptor.CustomPrompt("##Answer: {answer} ##Correction:", List.of(), false))
                .detector(detector)
                .window(window)
                .build();
    }

    private static CheckpointAligner open(
            CheckpointDescriptor.@Nullable Detector detector,
            CheckpointDescriptor.@Nullable Window window,
            SchedulingOptions scheduling) {
        return CheckpointAligner.builder(checkpoint)
                .descriptor(descriptor(detector, window))
                .options(RuntimeOptions.DEFAULT.withDtype("float32").withScheduling(scheduling))
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(200))
                .open();
    }
}
