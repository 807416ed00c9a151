// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.ContextUse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.cache.CachingAligner;
import io.github.aligner4j.routing.AnswerJudge.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What routers and best-of-n report beside the answer, also when they fail, and conditions of several parts. */
class RoutingReportTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("How?", "Stop it, you idiot.");
    private static final TokenUsage COST = new TokenUsage(3, 1);

    private static Detector detecting(String label, AtomicInteger calls) {
        return (request, context) -> {
            calls.incrementAndGet();
            return new Detection(label, 0.9, COST, Duration.ZERO);
        };
    }

    private static Detection detection(String label) {
        return new Detection(label, 0.9, COST, Duration.ZERO);
    }

    private static Aligner rejecting(String label) {
        return (request, context) -> {
            CorrectionRejectedException rejection = new CorrectionRejectedException("it is cut off");
            rejection.addDetections(List.of(detection(label)));
            throw rejection;
        };
    }

    private static final Aligner SAMPLING = new Aligner() {
        @Override
        public Correction correct(CorrectionRequest request, io.github.aligner4j.CorrectionContext context) {
            return Correction.of(request.answer(), request.answer() + Math.random());
        }

        @Override
        public boolean deterministic() {
            return false;
        }
    };

    @ParameterizedTest
    @EnumSource(
            value = RouteMerge.class,
            names = {"FIRST", "CHAIN"})
    void routes_of_several_conditions_share_one_detection_and_tests_come_first(RouteMerge merge) {
        AtomicInteger labels = new AtomicInteger();
        AtomicInteger languages = new AtomicInteger();
        Detector label = detecting("medical", labels);
        Detector language = detecting("en", languages);
        Aligner kept = Aligner.of(CorrectionRequest::answer);
        Correction correction = AspectRouter.builder()
                .route(Route.when("never", request -> false, kept).andDetected(label, "medical", 0.5))
                .route(Route.detected("german", language, "de", 0.5, kept).andDetected(label, "medical", 0.5))
                .route(Route.when("other", request -> true, kept).andDetected(language, "fr", 0.5))
                .route(Route.detected("english", language, "en", 0.5, Aligner.of(request -> "Stop it."))
                        .andDetected(label, "medical", 0.5))
                .merge(merge)
                .build()
                .correct(REQUEST);

        assertThat(correction.answer()).isEqualTo("Stop it.");
        assertThat(languages).hasValue(1);
        assertThat(labels).hasValue(1);
        assertThat(correction.detections()).hasSize(2);
        assertThat(correction.usage()).isEqualTo(COST.plus(COST));
    }

    @Test
    void a_detector_is_not_asked_about_answers_that_no_test_lets_through() {
        AtomicInteger calls = new AtomicInteger();
        Correction correction = AspectRouter.builder()
                .route(Route.when("never", request -> false, Aligner.of(request -> "x"))
                        .andDetected(detecting("medical", calls), "medical", 0.5))
                .merge(RouteMerge.CHAIN)
                .build()
                .correct(REQUEST);

        assertThat(correction.changed()).isFalse();
        assertThat(calls).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(RouteMerge.class)
    void a_router_that_fails_reports_the_detections_before_its_failure_once(RouteMerge merge) {
        AspectRouter.Builder router = AspectRouter.builder()
                .route(Route.detected("a", detecting("toxic", new AtomicInteger()), "toxic", 0.5, rejecting("harm")))
                .merge(merge);
        if (merge == RouteMerge.JUDGE) {
            router.judge((request, candidates, context) -> new Verdict(0, TokenUsage.NONE));
        }
        Correction correction = AlignerStack.builder("chain")
                .layer(Layer.of("router", router.build()).withFailurePolicy(FailurePolicy.failOpen()))
                .build()
                .correct(REQUEST);

        assertThat(correction.layers().get(0).detections())
                .extracting(Detection::label)
                .containsExactlyInAnyOrder("toxic", "harm");
        assertThat(correction.usage()).isEqualTo(COST.plus(COST));
    }

    @Test
    void best_of_n_reports_the_detections_of_rejected_candidates() {
        AnswerJudge last = (request, candidates, context) -> new Verdict(candidates.size() - 1, TokenUsage.NONE);
        Correction correction = BestOfAligner.builder(last)
                .candidate("a", rejecting("harm"))
                .candidate("b", Aligner.of(request -> "Stop it."))
                .build()
                .correct(REQUEST);

        assertThat(correction.answer()).isEqualTo("Stop it.");
        assertThat(correction.detections()).extracting(Detection::label).containsExactly("harm");
        assertThat(correction.usage()).isEqualTo(COST);

        BestOfAligner rejected = BestOfAligner.builder(last)
                .candidate("a", rejecting("harm"))
                .candidate("b", rejecting("bias"))
                .build();
        assertThatThrownBy(() -> rejected.correct(REQUEST))
                .isInstanceOfSatisfying(
                        AlignerException.class,
                        e -> assertThat(e.detections())
                                .extracting(Detection::label)
                                .containsExactlyInAnyOrder("harm", "bias"));
    }

    @Test
    void a_router_whose_correction_is_rejected_is_no_candidate() {
        AnswerJudge last = (request, candidates, context) -> new Verdict(candidates.size() - 1, TokenUsage.NONE);
        AspectRouter inner = AspectRouter.builder()
                .route(Route.when("a", request -> true, rejecting("harm")))
                .build();
        Correction correction = AspectRouter.builder()
                .route(Route.when("inner", request -> true, inner))
                .route(Route.when("b", request -> true, Aligner.of(request -> "Stop it.")))
                .merge(RouteMerge.JUDGE)
                .judge(last)
                .build()
                .correct(REQUEST);

        assertThat(correction.answer()).isEqualTo("Stop it.");
        assertThat(correction.detections()).extracting(Detection::label).containsExactly("harm");
    }

    @Test
    void a_router_reports_the_passages_that_its_route_read() {
        ContextUse use = new ContextUse(3, 1, false);
        Aligner grounded = (request, context) ->
                Correction.of(request.answer(), "Stop it.").withContextUse(use);

        assertThat(AspectRouter.builder()
                        .route(Route.gated("grounded", LayerGate.ALWAYS, grounded))
                        .build()
                        .correct(REQUEST)
                        .contextUse())
                .isEqualTo(use);
    }

    @Test
    void a_router_and_best_of_n_are_deterministic_only_if_all_their_aligners_are() {
        Aligner greedy = Aligner.of(CorrectionRequest::answer);
        AspectRouter router = AspectRouter.builder()
                .route(Route.when("a", request -> true, greedy))
                .build();
        AspectRouter samplingRouter = AspectRouter.builder()
                .route(Route.when("a", request -> true, greedy))
                .otherwise(SAMPLING)
                .build();
        AnswerJudge judge = (request, candidates, context) -> new Verdict(0, TokenUsage.NONE);

        assertThat(router.deterministic()).isTrue();
        assertThat(samplingRouter.deterministic()).isFalse();
        assertThat(BestOfAligner.builder(judge).candidate("a", greedy).build().deterministic())
                .isTrue();
        assertThat(BestOfAligner.builder(judge).candidate("a", SAMPLING).build().deterministic())
                .isFalse();
        assertThatThrownBy(() -> CachingAligner.of(samplingRouter, 9, Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("samples can't be cached");
    }
}
