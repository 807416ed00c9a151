// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.windowed;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.DetectingAligner;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Long answers before an Aligner with a detector. */
class WindowDetectionTest {

    private static final String TEXT = IntStream.range(0, 40)
            .mapToObj(i -> (i % 10 == 4 ? "You fool " : "Dear ") + i + ".")
            .collect(Collectors.joining("\n"));

    private final List<String> log = new ArrayList<>();

    private final Detector detector = new Detector() {
        @Override
        public Detection detect(CorrectionRequest request, CorrectionContext context) {
            return detectAll(List.of(request), context).get(0);
        }

        @Override
        public List<Detection> detectAll(List<CorrectionRequest> requests, CorrectionContext context) {
            assertThat(context.isStreaming()).isFalse();
            log.add("detect " + requests.size());
            return requests.stream()
                    .map(request -> new Detection(
                            "rude", request.answer().contains("fool") ? 0.9 : 0.1, new TokenUsage(3, 1), Duration.ZERO))
                    .toList();
        }
    };

    private final Aligner corrector = (request, context) -> {
        log.add("correct " + request.answer());
        String civil = request.answer().replace("You fool", "My friend");
        return Correction.of(request.answer(), civil, new TokenUsage(5, 2), Duration.ZERO);
    };

    private final WindowedAligner aligner =
            new WindowedAligner(new DetectingAligner(detector, "rude", 0.5, corrector), 20, 0);

    @Test
    void sixteen_windows_are_detected_together_and_those_found_are_corrected_in_order() {
        Correction correction = aligner.correct(CorrectionRequest.of("Why?", TEXT));
        assertThat(correction.answer()).isEqualTo(TEXT.replace("You fool", "My friend"));
        assertThat(log)
                .containsExactly(
                        "detect 16",
                        "correct You fool 4.",
                        "correct You fool 14.",
                        "detect 16",
                        "correct You fool 24.",
                        "detect 8",
                        "correct You fool 34.");
        assertThat(correction.usage()).isEqualTo(new TokenUsage(40 * 3 + 4 * 5, 40 + 4 * 2));
        assertThat(correction.detections()).hasSize(40);
        assertThat(correction.detections().get(14).score()).isEqualTo(0.9);
        assertThat(correction.detections().get(15).score()).isEqualTo(0.1);
    }

    @Test
    void those_found_are_corrected_together_by_an_Aligner_that_can_and_streamed_in_order() {
        List<String> streamed = new ArrayList<>();
        Correction correction = new WindowedAligner(new DetectingAligner(detector, "rude", 0.5, new Together()), 20, 0)
                .correct(CorrectionRequest.of("Why?", TEXT), CorrectionContext.DEFAULT.withListener(streamed::add));
        assertThat(correction.answer()).isEqualTo(TEXT.replace("You fool", "My friend"));
        assertThat(String.join("", streamed)).isEqualTo(correction.answer());
        assertThat(log).containsExactly("detect 16", "correct 2", "detect 16", "correct 4.", "detect 8", "correct 4.");
        assertThat(correction.usage()).isEqualTo(new TokenUsage(40 * 3 + 4 * 5, 40 + 4 * 2));
        assertThat(correction.detections()).hasSize(40);
        assertThat(correction.detections().get(14).score()).isEqualTo(0.9);
    }

    @Test
    void without_a_detector_all_windows_are_corrected_together() {
        List<String> streamed = new ArrayList<>();
        Correction correction = new WindowedAligner(new Together(), 20, 0)
                .correct(CorrectionRequest.of("Why?", TEXT), CorrectionContext.DEFAULT.withListener(streamed::add));
        assertThat(correction.answer()).isEqualTo(TEXT.replace("You fool", "My friend"));
        assertThat(String.join("", streamed)).isEqualTo(correction.answer());
        assertThat(log).containsExactly("correct 16", "correct 16", "correct 8");
    }

    @Test
    void a_failure_among_those_corrected_together_has_the_detections_up_to_its_own() {
        Aligner failing = new Together() {
            @Override
            Correction corrected(CorrectionRequest request) {
                if (request.answer().contains("14")) {
                    throw new CorrectionRejectedException("no");
                }
                return super.corrected(request);
            }
        };
        WindowedAligner broken = new WindowedAligner(new DetectingAligner(detector, "rude", 0.5, failing), 20, 0);
        AlignerException failure = catchThrowableOfType(
                CorrectionRejectedException.class, () -> broken.correct(CorrectionRequest.of("Why?", TEXT)));
        assertThat(failure.detections()).hasSize(15);
        assertThatThrownBy(() -> new WindowedAligner(new DetectingAligner(detector, "rude", 0.5, new Together()), 20, 0)
                        .correct(CorrectionRequest.of("Why?", TEXT), CorrectionContext.DEFAULT.withMaxNewTokens(3)))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("more than the 3 tokens");
    }

    @Test
    void a_detecting_Aligner_detects_and_corrects_several_answers_together() {
        List<CorrectionRequest> requests = Stream.of("You fool 1.", "Dear 2.", "You fool 3.")
                .map(answer -> CorrectionRequest.of("Why?", answer))
                .toList();
        List<String> corrected = new ArrayList<>();
        new DetectingAligner(detector, "rude", 0.5, new Together())
                .correctAll(requests, index -> CorrectionContext.DEFAULT, each -> corrected.add(each.answer()));
        assertThat(corrected).containsExactly("My friend 1.", "Dear 2.", "My friend 3.");
        assertThat(log).containsExactly("detect 3", "correct 2");
    }

    /** Corrects several requests at once, as one whose model batches them. */
    private class Together implements Aligner {

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            log.add("correct " + request.answer().substring(request.answer().length() - 2));
            return corrected(request);
        }

        @Override
        public void correctAll(
                List<CorrectionRequest> requests, IntFunction<CorrectionContext> contexts, Consumer<Correction> each) {
            if (requests.size() == 1) {
                Aligner.super.correctAll(requests, contexts, each);
                return;
            }
            log.add("correct " + requests.size());
            List<CorrectionContext> all =
                    IntStream.range(0, requests.size()).mapToObj(contexts).toList();
            for (int i = 0; i < requests.size(); i++) {
                Correction correction = corrected(requests.get(i));
                all.get(i).emit(correction.answer());
                each.accept(correction);
            }
        }

        Correction corrected(CorrectionRequest request) {
            String civil = request.answer().replace("You fool", "My friend");
            return Correction.of(request.answer(), civil, new TokenUsage(5, 2), Duration.ZERO);
        }
    }

    @Test
    void text_is_streamed_in_order_before_later_windows_are_detected() {
        aligner.correct(CorrectionRequest.of("Why?", TEXT), CorrectionContext.DEFAULT.withListener(chunk -> {
            if (!chunk.isBlank()) {
                log.add(chunk);
            }
        }));
        assertThat(String.join(
                        "",
                        log.stream()
                                .filter(line -> line.matches("(Dear|My friend) .*"))
                                .toList()))
                .isEqualTo(TEXT.replace("You fool", "My friend").replace("\n", ""));
        assertThat(log.subList(0, 6))
                .containsExactly("detect 16", "Dear 0.", "Dear 1.", "Dear 2.", "Dear 3.", "correct You fool 4.");
        assertThat(log.indexOf("Dear 15.")).isLessThan(log.lastIndexOf("detect 16"));
    }

    @Test
    void the_limit_of_new_tokens_counts_the_corrections_only() {
        CorrectionRequest request = CorrectionRequest.of("Why?", TEXT);
        assertThat(aligner.correct(request, CorrectionContext.DEFAULT.withMaxNewTokens(8))
                        .changed())
                .isTrue();
        assertThatThrownBy(() -> aligner.correct(request, CorrectionContext.DEFAULT.withMaxNewTokens(7)))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("more than the 7 tokens");
    }

    @Test
    void white_space_between_windows_is_neither_detected_nor_changed() {
        String text = "\n\n  Dear me.\n \t\n\nYou fool!  \n";
        Correction correction = aligner.correct(CorrectionRequest.of("Why?", text));
        assertThat(correction.answer()).isEqualTo(text.replace("You fool", "My friend"));
        assertThat(log).containsExactly("detect 2", "correct You fool!");
        log.clear();
        assertThat(aligner.correct(CorrectionRequest.of("Why?", " \n\n ")).answer())
                .isEqualTo(" \n\n ");
        assertThat(log).isEmpty();
    }

    @Test
    void a_session_detects_windows_early_and_the_rest_together() {
        CorrectionRequest request = CorrectionRequest.of("Why?", TEXT);
        List<Runnable> tasks = new ArrayList<>();
        try (CorrectionSession session = aligner.begin(request.withAnswer(""), tasks::add)) {
            session.append(TEXT);
            for (int i = 0; i < 5; i++) {
                tasks.get(i).run();
            }
            assertThat(log).filteredOn(line -> line.startsWith("detect")).hasSizeBetween(1, 5);
            int early = log.size();
            Correction correction = session.complete(request, CorrectionContext.DEFAULT);
            assertThat(correction.answer()).isEqualTo(TEXT.replace("You fool", "My friend"));
            assertThat(correction.detections()).hasSize(40);
            assertThat(correction.usage()).isEqualTo(new TokenUsage(40 * 3 + 4 * 5, 40 + 4 * 2));
            assertThat(log.subList(early, log.size()))
                    .filteredOn("detect 16"::equals)
                    .hasSize(1);
            assertThat(log).filteredOn(line -> line.startsWith("correct")).hasSize(4);
        }
    }

    @Test
    void a_window_that_fails_reports_the_detections_so_far() {
        Aligner failing = (request, context) -> {
            throw new CorrectionRejectedException("no");
        };
        WindowedAligner broken = new WindowedAligner(new DetectingAligner(detector, "rude", 0.5, failing), 20, 0);
        AlignerException failure = catchThrowableOfType(
                CorrectionRejectedException.class, () -> broken.correct(CorrectionRequest.of("Why?", TEXT)));
        assertThat(failure.detections()).hasSize(5);
    }

    @Test
    void the_detector_of_a_long_answer_has_the_highest_score_and_the_tokens_of_all_windows() {
        Detection whole =
                aligner.detector().orElseThrow().detect(CorrectionRequest.of("Why?", TEXT), CorrectionContext.DEFAULT);
        assertThat(whole.score()).isEqualTo(0.9);
        assertThat(whole.usage()).isEqualTo(new TokenUsage(120, 40));
        assertThat(new WindowedAligner(corrector, 20, 0).detector()).isEmpty();
    }

    @Test
    void a_threshold_of_its_own_leaves_the_rest_as_it_is() {
        assertThat(aligner.withThreshold(0.95)
                        .correct(CorrectionRequest.of("Why?", TEXT))
                        .answer())
                .isEqualTo(TEXT);
        assertThatThrownBy(() -> new WindowedAligner(corrector, 20, 0).withThreshold(0.95))
                .hasMessage("threshold is 0.95, but the Aligner of the windows has no detector; leave it out");
    }

    @Test
    void behind_the_maximum_number_of_windows_the_answer_stays_and_is_not_read() {
        WindowedAligner first = aligner.withMaxWindows(5);
        List<String> streamed = new ArrayList<>();
        CorrectionRequest request = CorrectionRequest.of("Why?", "\n \n" + TEXT + " \n");
        Correction correction = first.correct(request, CorrectionContext.DEFAULT.withListener(streamed::add));
        assertThat(correction.answer()).isEqualTo(request.answer().replaceFirst("You fool", "My friend"));
        assertThat(String.join("", streamed)).isEqualTo(correction.answer());
        assertThat(log).containsExactly("detect 5", "correct You fool 4.");
        assertThat(first.correct(request)).extracting(Correction::answer).isEqualTo(correction.answer());
        assertThat(first.detector()
                        .orElseThrow()
                        .detect(request, CorrectionContext.DEFAULT)
                        .usage())
                .isEqualTo(new TokenUsage(15, 5));
        assertThat(first.withThreshold(0.05).correct(request).detections()).hasSize(5);
        assertThatThrownBy(() -> aligner.withMaxWindows(0)).hasMessage("max-windows must be at least 1, but was 0");
    }

    @Test
    void a_session_corrects_no_window_behind_the_maximum() {
        CorrectionRequest request = CorrectionRequest.of("Why?", TEXT);
        try (CorrectionSession session = aligner.withMaxWindows(3).begin(request.withAnswer(""), Runnable::run)) {
            session.append(TEXT);
            assertThat(log).containsExactly("detect 1", "detect 1", "detect 1");
            assertThat(session.complete(request, CorrectionContext.DEFAULT).answer())
                    .isEqualTo(TEXT);
            assertThat(log).hasSize(3);
        }
    }

    @Test
    void a_detector_that_leaves_out_an_answer_is_a_failure() {
        Detector forgetful = new Detector() {
            @Override
            public Detection detect(CorrectionRequest request, CorrectionContext context) {
                return Detection.of("rude", 0);
            }

            @Override
            public List<Detection> detectAll(List<CorrectionRequest> requests, CorrectionContext context) {
                return List.of();
            }
        };
        WindowedAligner broken = new WindowedAligner(new DetectingAligner(forgetful, "rude", 0.5, corrector), 20, 0);
        assertThatThrownBy(() -> broken.correct(CorrectionRequest.of("Why?", "Dear.")))
                .isInstanceOf(AlignerException.class)
                .hasMessage(
                        "the detector did not return a detection for each of 1 answers; it must return them or throw");
        assertThatThrownBy(() -> new DetectingAligner(detector, " ", 0.5, corrector))
                .hasMessage("a detecting Aligner needs the label that it corrects, but it is blank");
    }
}
