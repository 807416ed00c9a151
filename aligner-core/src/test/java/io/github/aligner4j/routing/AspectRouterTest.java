// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.routing.AnswerJudge.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AspectRouterTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("How?", "Halt es, du Idiot.");

    /** Appends a word and streams it in a chunk of its own. */
    private static Aligner adding(String word) {
        return (request, context) -> {
            context.emit(request.answer());
            context.emit(word);
            return Correction.of(request.answer(), request.answer() + word, new TokenUsage(7, 1), Duration.ZERO);
        };
    }

    private static Route always(String name, Aligner aligner) {
        return Route.when(name, request -> true, aligner);
    }

    private static Route never(String name) {
        return Route.when(name, request -> false, (request, context) -> {
            throw new AssertionError("route " + name + " does not apply");
        });
    }

    /** A detector that counts its calls. */
    private static Detector detecting(String label, double score, AtomicInteger calls) {
        return (request, context) -> {
            calls.incrementAndGet();
            return new Detection(label, score, new TokenUsage(3, 1), Duration.ZERO);
        };
    }

    @Test
    void the_first_route_that_applies_corrects_and_later_conditions_are_not_evaluated() {
        Correction correction = AspectRouter.builder()
                .route(never("a"))
                .route(always("b", adding("!")))
                .route(Route.when(
                        "c",
                        request -> {
                            throw new AssertionError("not evaluated");
                        },
                        adding("?")))
                .build()
                .correct(REQUEST);

        assertThat(correction.answer()).isEqualTo("Halt es, du Idiot.!");
        assertThat(correction.usageBreakdown()).isEqualTo(Map.of("b", new TokenUsage(7, 1)));
    }

    @Test
    void a_chain_corrects_the_correction_before_by_routes_that_fit_the_original() {
        Correction correction = AspectRouter.builder()
                .route(always("a", adding(" one")))
                .route(Route.answerMatches("b", Pattern.compile("one"), adding(" never")))
                .route(Route.answerMatches("c", Pattern.compile("Idiot"), adding(" two")))
                .route(Route.questionMatches("d", Pattern.compile("^How"), adding(" three")))
                .merge(RouteMerge.CHAIN)
                .build()
                .correct(REQUEST);

        assertThat(correction.answer()).isEqualTo("Halt es, du Idiot. one two three");
        assertThat(correction.usageBreakdown().keySet()).containsExactly("a", "c", "d");
        assertThat(correction.usage()).isEqualTo(new TokenUsage(21, 3));
    }

    @Test
    void routes_of_one_detector_share_its_detection_which_is_in_the_trace() {
        AtomicInteger calls = new AtomicInteger();
        Detector language = detecting("de", 0.9, calls);
        AspectRouter router = AspectRouter.builder()
                .route(Route.detected("french", language, "fr", 0.5, adding("F")))
                .route(Route.detected("sure", language, "de", 0.95, adding("S")))
                .route(Route.detected("german", language, "de", 0.5, adding("G")))
                .build();

        Correction correction = AlignerStack.of("router", router).correct(REQUEST);

        assertThat(correction.answer()).isEqualTo("Halt es, du Idiot.G");
        assertThat(calls).hasValue(1);
        LayerTrace trace = correction.layers().get(0);
        assertThat(trace.detections()).extracting(Detection::label).containsExactly("de");
        assertThat(trace.usageBreakdown().keySet()).containsExactly("german");
        assertThat(trace.usage()).isEqualTo(new TokenUsage(7, 1));
        assertThat(correction.usage()).isEqualTo(new TokenUsage(10, 2));
    }

    @Test
    void gates_are_conditions_and_their_detections_are_kept() {
        AtomicInteger calls = new AtomicInteger();
        LayerGate gate = LayerGate.of(detecting("toxic", 0.8, calls), "toxic", 0.5);

        Correction correction = AspectRouter.builder()
                .route(Route.gated("civil", gate, adding("!")))
                .merge(RouteMerge.CHAIN)
                .build()
                .correct(REQUEST);

        assertThat(correction.detections()).extracting(Detection::label).containsExactly("toxic");
        assertThat(correction.changed()).isTrue();
    }

    @Test
    void detectors_run_at_the_same_time_where_all_routes_count() {
        CyclicBarrier together = new CyclicBarrier(2);
        Detector meeting = (request, context) -> meet(together);
        Detector other = (request, context) -> meet(together);

        Correction correction = AspectRouter.builder()
                .route(Route.detected("a", meeting, "met", 1, adding("a")))
                .route(Route.detected("b", other, "met", 1, adding("b")))
                .merge(RouteMerge.CHAIN)
                .build()
                .correct(REQUEST);

        assertThat(correction.answer()).isEqualTo("Halt es, du Idiot.ab");
        assertThat(correction.detections()).hasSize(2);
    }

    private static Detection meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
            return Detection.of("met", 1);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_judge_picks_among_the_routes_results_which_are_made_at_the_same_time() {
        CyclicBarrier together = new CyclicBarrier(2);
        Aligner meeting = (request, context) -> {
            meet(together);
            return adding("!").correct(request, context);
        };
        Aligner other = (request, context) -> {
            meet(together);
            return adding("?").correct(request, context);
        };
        List<String> seen = new ArrayList<>();

        Correction correction = AspectRouter.builder()
                .route(always("a", meeting))
                .route(never("b"))
                .route(always("c", other))
                .merge(RouteMerge.JUDGE)
                .judge((request, candidates, context) -> {
                    seen.addAll(candidates);
                    return new Verdict(2, new TokenUsage(5, 1));
                })
                .build()
                .correct(REQUEST);

        assertThat(seen).containsExactly("Halt es, du Idiot.", "Halt es, du Idiot.!", "Halt es, du Idiot.?");
        assertThat(correction.answer()).isEqualTo("Halt es, du Idiot.?");
        assertThat(correction.usageBreakdown().keySet()).containsExactly("a", "c", "judge");
        assertThat(correction.usage()).isEqualTo(new TokenUsage(19, 3));
    }

    @Test
    void an_answer_without_a_route_stays_or_goes_to_the_aligner_for_all_others() {
        List<String> heard = new ArrayList<>();
        Correction unchanged = AlignerCall.correct(
                AspectRouter.builder().route(never("a")).build(),
                REQUEST,
                CorrectionContext.DEFAULT.withListener(heard::add));
        assertThat(unchanged.changed()).isFalse();
        assertThat(heard).containsExactly("Halt es, du Idiot.");

        assertThat(AspectRouter.builder()
                        .route(never("a"))
                        .otherwise(adding("!"))
                        .build()
                        .correct(REQUEST)
                        .usageBreakdown()
                        .keySet())
                .containsExactly("otherwise");
    }

    @Test
    void only_the_last_aligner_of_a_chain_streams() {
        List<String> heard = new ArrayList<>();

        AlignerCall.correct(
                AspectRouter.builder()
                        .route(always("a", adding(" one")))
                        .route(always("b", adding(" two")))
                        .merge(RouteMerge.CHAIN)
                        .build(),
                REQUEST,
                CorrectionContext.DEFAULT.withListener(heard::add));

        assertThat(heard).containsExactly("Halt es, du Idiot. one", " two");
    }

    @Test
    void a_route_that_fails_fails_the_router_and_is_named_unless_it_fails_open() {
        Aligner failing = (request, context) -> {
            throw new AlignerException("the device is gone");
        };
        Aligner open = AlignerStack.builder("open")
                .layer(Layer.of("broken", failing).withFailurePolicy(FailurePolicy.failOpen()))
                .build();

        for (RouteMerge merge : List.of(RouteMerge.FIRST, RouteMerge.CHAIN)) {
            assertThatThrownBy(() -> AspectRouter.builder()
                            .route(always("broken", failing))
                            .merge(merge)
                            .build()
                            .correct(REQUEST))
                    .isInstanceOf(AlignerException.class)
                    .hasMessageContaining("layer 'broken'")
                    .hasMessageContaining("the device is gone");
        }
        assertThat(AspectRouter.builder()
                        .route(always("broken", open))
                        .route(always("well", adding("!")))
                        .merge(RouteMerge.CHAIN)
                        .build()
                        .correct(REQUEST)
                        .answer())
                .isEqualTo("Halt es, du Idiot.!");
    }

    @Test
    void with_a_judge_a_failing_route_fails_the_router_and_a_rejected_one_is_left_out() {
        AnswerJudge last = (request, candidates, context) -> new Verdict(candidates.size() - 1, TokenUsage.NONE);
        Aligner failing = (request, context) -> {
            throw new AlignerException("the device is gone");
        };
        Aligner rejected = (request, context) -> {
            throw new CorrectionRejectedException("it is empty");
        };

        assertThatThrownBy(() -> AspectRouter.builder()
                        .route(always("a", adding("!")))
                        .route(always("b", failing))
                        .merge(RouteMerge.JUDGE)
                        .judge(last)
                        .build()
                        .correct(REQUEST))
                .hasMessage("the device is gone");
        assertThat(AspectRouter.builder()
                        .route(always("a", adding("!")))
                        .route(always("b", rejected))
                        .merge(RouteMerge.JUDGE)
                        .judge(last)
                        .build()
                        .correct(REQUEST)
                        .answer())
                .isEqualTo("Halt es, du Idiot.!");
    }

    @Test
    @SuppressWarnings("NullAway") // detectors written without null checks exist
    void a_detector_that_fails_or_returns_null_fails_the_router() {
        for (RouteMerge merge : List.of(RouteMerge.FIRST, RouteMerge.CHAIN)) {
            assertThatThrownBy(() -> AspectRouter.builder()
                            .route(Route.detected(
                                    "a",
                                    (request, context) -> {
                                        throw new AlignerException("no model");
                                    },
                                    "de",
                                    0.5,
                                    adding("!")))
                            .merge(merge)
                            .build()
                            .correct(REQUEST))
                    .hasMessage("no model");
            assertThatThrownBy(() -> AspectRouter.builder()
                            .route(Route.detected("a", (request, context) -> null, "de", 0.5, adding("!")))
                            .merge(merge)
                            .build()
                            .correct(REQUEST))
                    .isInstanceOf(AlignerException.class)
                    .hasMessage("the detector returned null; it must return a detection or throw");
        }
    }

    @Test
    void a_call_cancelled_between_two_conditions_goes_no_further() {
        Cancellation cancellation = Cancellation.create();

        assertThatThrownBy(() -> AspectRouter.builder()
                        .route(Route.when(
                                "a",
                                request -> {
                                    cancellation.cancel();
                                    return false;
                                },
                                adding("!")))
                        .route(never("b"))
                        .build()
                        .correct(REQUEST, CorrectionContext.DEFAULT.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
    }

    @Test
    void the_timeout_reaches_detectors_and_aligners() {
        List<Instant> deadlines = new ArrayList<>();
        Instant now = Instant.parse("2026-11-28T12:00:00Z");
        AspectRouter router = AspectRouter.builder()
                .route(Route.detected(
                        "a",
                        (request, context) -> {
                            deadlines.add(context.deadline().orElseThrow());
                            return Detection.of("de", 1);
                        },
                        "de",
                        0.5,
                        (request, context) -> {
                            deadlines.add(context.deadline().orElseThrow());
                            throw new DeadlineExceededException("late");
                        }))
                .timeout(Duration.ofSeconds(5))
                .clock(() -> now)
                .build();

        assertThatThrownBy(() -> router.correct(REQUEST)).hasMessageContaining("late");
        assertThat(deadlines).containsExactly(now.plusSeconds(5), now.plusSeconds(5));
        assertThat(router.limits().timeout()).contains(Duration.ofSeconds(5));
    }

    @Test
    void a_blank_answer_is_classified_by_nobody() {
        assertThat(AspectRouter.builder()
                        .route(always("a", adding("!")))
                        .build()
                        .correct(REQUEST.withAnswer(" "))
                        .changed())
                .isFalse();
    }

    @Test
    void routers_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> AspectRouter.builder().build())
                .hasMessage("a router needs at least one route, but has none");
        assertThatThrownBy(() -> AspectRouter.builder()
                        .route(never("a"))
                        .route(never("a"))
                        .build())
                .hasMessage("route names must differ, but 'a' is there twice");
        assertThatThrownBy(() -> AspectRouter.builder()
                        .route(never("a"))
                        .merge(RouteMerge.JUDGE)
                        .build())
                .hasMessage(
                        "a router needs a judge if, and only if, merge is 'judge', but it is 'judge' without a judge");
        assertThatThrownBy(() -> never(" ")).hasMessage("a route needs a name, but it is blank");
        assertThatThrownBy(() -> Route.detected("a", (r, c) -> Detection.of("x", 1), "x", 1.5, adding("!")))
                .hasMessage("the threshold of route 'a' must be between 0 and 1, but was 1.5");
        assertThatThrownBy(() -> Route.detected("a", (r, c) -> Detection.of("x", 1), " ", 1, adding("!")))
                .hasMessage("route 'a' needs the label that it is for, but it is blank");
        assertThatThrownBy(() -> RouteMerge.byName("all"))
                .hasMessage("merge must be one of [first, chain, judge], but was 'all'");
        assertThat(RouteMerge.byName("Chain")).isEqualTo(RouteMerge.CHAIN);
    }
}
