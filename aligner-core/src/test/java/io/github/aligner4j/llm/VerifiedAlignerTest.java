// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DetectingAligner;
import io.github.aligner4j.Detection;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import io.github.aligner4j.template.CorrectionTemplate;
import io.github.aligner4j.template.CorrectionTemplates;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Aligners whose detector reads their corrections, too. The model finds answers with "fool" in them. */
class VerifiedAlignerTest {

    private static final CorrectionVerification VERIFICATION =
            new CorrectionVerification(0.5, -3, new DeletionConditions(0.6, 0.5, -15, ClauseWords.ENGLISH));
    private static final String ANSWER = "Water boils at 100 degrees. You fool. Salt raises that.";

    private static final TokenLogprobs LIKELY = new TokenLogprobs("x", -1, List.of());

    private final List<CompletionRequest> asked = new ArrayList<>();
    private List<CorrectionGuard> guards = CorrectionGuards.defaults();

    /** The correction of a text that does not begin as the whole answer does; null if it is the same. */
    private @Nullable String ofSentence;

    @Test
    void a_correction_that_the_detector_finds_nothing_in_is_kept() {
        String better = "Water boils at 100 degrees. Salt raises that a bit.";
        assertThat(corrected(ANSWER, better, -1)).isEqualTo(better);
        assertThat(asked).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "- You fool., You there., - You there.",
        "## You fool., You there., ## You there.",
        "> You fool., > You there., > You there.",
        "1. You fool., You there., 1. You there."
    })
    void a_correction_keeps_the_marker_of_its_line(String answer, String written, String kept) {
        assertThat(corrected(answer, written, -1)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"'Water boils at 10. You fool. Salt raises that.', -1", "'Water. Salt raises that.', -3.01"})
    void a_correction_that_fails_is_replaced_by_the_answer_without_some_words(String written, double logprob) {
        assertThat(corrected(ANSWER, written, logprob)).isEqualTo("Water boils at 100 degrees. Salt raises that.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "You fool.",
                "It boils at 100fool degrees.",
                "It boils. See https://example.org/fool.",
                "It boils. Call `fool()`.",
                "You fool. It boils. What a fool."
            })
    void the_answer_stays_if_no_words_without_facts_can_be_deleted(String answer) {
        assertThat(corrected(answer, "Broken fool", -1)).isEqualTo(answer);
    }

    @Test
    void a_rejected_correction_is_replaced_if_a_sentence_can_be_removed() {
        assertThat(corrected(ANSWER, "", -1)).isEqualTo("Water boils at 100 degrees. Salt raises that.");
        assertThatThrownBy(() -> corrected("You fool.", "", -1)).isInstanceOf(CorrectionRejectedException.class);
    }

    @ParameterizedTest
    @MethodSource("noCorrections")
    void an_answer_stays_where_the_model_writes_no_correction_and_no_words_can_be_deleted(Completion written) {
        Correction correction = prefixed(request -> written).correct(CorrectionRequest.of("Why?", "You fool."));

        assertThat(correction.answer()).isEqualTo("You fool.");
        assertThat(correction.detections()).extracting(Detection::score).containsExactly(0.8);
        assertThat(correction.usage().completionTokens())
                .as("of the writing, too")
                .isEqualTo(written.usage().completionTokens() + asked.size() - 1);
    }

    @ParameterizedTest
    @MethodSource("noCorrections")
    void the_next_means_are_tried_where_the_model_writes_no_correction(Completion written) {
        assertThat(prefixed(request -> written)
                        .correct(CorrectionRequest.of("Why?", ANSWER))
                        .answer())
                .as("by a deletion")
                .isEqualTo("Water boils at 100 degrees. Salt raises that.");
        String sentence = " You there.";
        assertThat(prefixed(request ->
                                request.prediction().startsWith(" You") ? completion(sentence, 5, LIKELY) : written)
                        .correct(CorrectionRequest.of("Why?", ANSWER))
                        .answer())
                .as("by the sentence alone")
                .isEqualTo("Water boils at 100 degrees. You there. Salt raises that.");
    }

    private static Stream<Completion> noCorrections() {
        int runaway = 2 * "You fool.".length() + 256;
        return Stream.of(
                completion("", 1, LIKELY),
                completion("You", 1, LIKELY),
                new Completion(
                        " no no no",
                        FinishReason.LENGTH,
                        new TokenUsage(10, runaway),
                        CompletionTimings.NONE,
                        List.of(LIKELY)));
    }

    @Test
    void a_correction_that_the_callers_limit_cuts_off_is_a_failure() {
        DetectingAligner aligner = prefixed(request -> new Completion(
                " You", FinishReason.LENGTH, new TokenUsage(10, 2), CompletionTimings.NONE, List.of(LIKELY)));

        assertThatThrownBy(() -> aligner.correct(
                        CorrectionRequest.of("Why?", "You fool."), CorrectionContext.DEFAULT.withMaxNewTokens(2)))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("it was cut off after 2 tokens");
    }

    @Test
    void an_outcome_that_a_guard_objects_to_is_not_taken() {
        CorrectionGuard keepsFools =
                (request, corrected) -> corrected.contains("fool") ? Optional.empty() : Optional.of("it has no fool");
        guards = List.of(keepsFools);

        assertThat(corrected(ANSWER, "Broken fool", -1)).isEqualTo(ANSWER);
    }

    @Test
    void layout_stays_where_a_sentence_is_deleted() {
        guards = List.of();
        ofSentence = "";
        assertThat(corrected(
                        "It rains.\n\n- Stay. What a fool.\n- Go. Fool.\n  - You fool.\n- Run.\n",
                        "It rains, fool.",
                        -1))
                .isEqualTo("It rains.\n\n- Stay.\n- Go.\n- Run.\n");
    }

    @Test
    void a_sentence_whose_score_is_known_is_not_read_again() {
        assertThat(corrected(ANSWER, "Still a fool.", -1)).isEqualTo("Water boils at 100 degrees. Salt raises that.");

        assertThat(asked.stream()
                        .filter(request -> !request.candidates().isEmpty())
                        .filter(request -> request.prompt().text().contains("| You fool. ")))
                .hasSize(1);
    }

    @Test
    void an_unchanged_correction_is_no_correction() {
        assertThat(corrected(ANSWER, ANSWER, 0)).isEqualTo("Water boils at 100 degrees. Salt raises that.");
    }

    @Test
    void each_sentence_that_is_found_is_corrected_by_itself_where_the_whole_correction_fails() {
        ofSentence = "What a day.";
        assertThat(corrected("It rains. What a fool day.\nIt snows. Fool, what a day.", "It rains, fool.", -1))
                .isEqualTo("It rains. What a day.\nIt snows. What a day.");
    }

    @Test
    void nothing_is_deleted_without_conditions_or_below_the_score() {
        assertThat(corrected(ANSWER, "Broken fool", new CorrectionVerification(0.5, -3, null)))
                .isEqualTo(ANSWER);
        assertThat(corrected(
                        ANSWER,
                        "Broken fool",
                        new CorrectionVerification(
                                0.5, -3, new DeletionConditions(0.81, 0.5, -15, ClauseWords.ENGLISH))))
                .isEqualTo(ANSWER);
    }

    @Test
    void the_last_sentence_goes_with_the_space_before_it() {
        assertThat(corrected("It boils. You fool.", "It fool.", -1)).isEqualTo("It boils.");
    }

    @Test
    void all_tokens_are_counted_and_nothing_is_streamed_before_the_verdict() {
        List<String> streamed = new ArrayList<>();
        Correction correction = aligner("Still a fool.", -1, VERIFICATION)
                .correct(CorrectionRequest.of("Why?", ANSWER), CorrectionContext.DEFAULT.withListener(streamed::add));
        assertThat(streamed).containsExactly("Water boils at 100 degrees. Salt raises that.");
        int corrections = (int)
                asked.stream().filter(request -> request.candidates().isEmpty()).count();
        assertThat(corrections).as("of the answer and of the sentence").isEqualTo(2);
        assertThat(correction.usage())
                .isEqualTo(new TokenUsage(10 * asked.size(), asked.size() - corrections + 5 * corrections));
        assertThat(correction.detections()).hasSize(1);
    }

    @Test
    void the_limits_have_their_ranges() {
        assertThatThrownBy(() -> new CorrectionVerification(0, -1, null))
                .hasMessageContaining("maxScore must be above 0");
        assertThatThrownBy(() -> new CorrectionVerification(0.5, 0.1, null))
                .hasMessageContaining("minLogprob must be at most 0");
    }

    private String corrected(String answer, String written, CorrectionVerification verification) {
        return aligner(written, -1, verification)
                .correct(CorrectionRequest.of("Why?", answer))
                .answer();
    }

    private String corrected(String answer, String written, double logprob) {
        return aligner(written, logprob, VERIFICATION)
                .correct(CorrectionRequest.of("Why?", answer))
                .answer();
    }

    private DetectingAligner aligner(String written, double logprob, CorrectionVerification verification) {
        return aligner(CorrectionTemplates.ALIGNER_7B, request -> correction(written, logprob, request), verification);
    }

    /** Returns an Aligner whose corrections begin with a space. */
    private DetectingAligner prefixed(Function<CompletionRequest, Completion> corrections) {
        return aligner(CorrectionTemplates.ALIGNER_7B.withAnswerPrefix(" "), corrections, VERIFICATION);
    }

    private DetectingAligner aligner(
            CorrectionTemplate template,
            Function<CompletionRequest, Completion> corrections,
            CorrectionVerification verification) {
        CompletionModel model = new CompletionModel() {
            @Override
            public Completion complete(CompletionRequest request) {
                asked.add(request);
                return request.candidates().isEmpty() ? corrections.apply(request) : decision(request);
            }

            @Override
            public List<OptionalDouble> logprobs(List<CompletionRequest> requests) {
                return requests.stream().map(VerifiedAlignerTest::logprob).toList();
            }
        };
        return CompletionAligner.builder(template, model)
                .guards(guards)
                .build(new DetectorTokens("rudeness", " +", " ="), 0.5, verification);
    }

    /** A text that lost a word in the middle of a sentence is unlikely. */
    private static OptionalDouble logprob(CompletionRequest request) {
        assertThat(request.prompt().text()).endsWith(" +");
        return OptionalDouble.of(request.prediction().contains("You.") ? -20 : -10);
    }

    private Completion correction(String whole, double logprob, CompletionRequest request) {
        assertThat(request.topLogprobs()).isEqualTo(1);
        String text = ofSentence == null || request.prediction().startsWith("It rains") ? whole : ofSentence;
        return completion(text, 5, new TokenLogprobs(text, logprob, List.of()));
    }

    private static Completion decision(CompletionRequest request) {
        double changed = request.prompt().text().toLowerCase(Locale.ROOT).contains("fool") ? 0.8 : 0.2;
        Alternative yes = new Alternative(" +", Math.log(changed));
        Alternative no = new Alternative(" =", Math.log(1 - changed));
        return completion(" ", 1, new TokenLogprobs("x", -1, List.of(), List.of(yes, no)));
    }

    private static Completion completion(String text, int tokens, TokenLogprobs logprobs) {
        return new Completion(
                text, FinishReason.STOP, new TokenUsage(10, tokens), CompletionTimings.NONE, List.of(logprobs));
    }
}
