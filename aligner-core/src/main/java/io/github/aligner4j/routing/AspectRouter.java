// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.ContextUse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.TokenUsage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Sends each answer to the Aligners that are right for it: classifies it by the conditions of its {@linkplain Route routes}, and merges
 * what their Aligners make of it by a {@link RouteMerge} (a mixture of experts).
 *
 * <pre>{@code
 * AspectRouter router = AspectRouter.builder()
 *         .route(Route.detected("civil", toxicity, "toxic", 0.5, civilAligner))
 *         .route(Route.detected("german", language, "de", 0.8, germanAligner))
 *         .merge(RouteMerge.CHAIN)
 *         .build();
 * }</pre>
 *
 * <p>Conditions are about the original answer, also in a chain. If no route applies, the answer stays as it is, unless there is an
 * Aligner for that case. Detectors, and with {@link RouteMerge#JUDGE} Aligners, run beside each other, so several adapters of one base
 * model share its batches. The router is a layer like any other: its trace has the detections, and {@link
 * Correction#usageBreakdown()} the tokens of each route.
 *
 * <p><b>Failures.</b> A detector, an Aligner or a judge that fails fails the router, and what still runs is cancelled. With a
 * judge, a route whose correction is rejected is no candidate, unless all are. To go on without a route, wrap its Aligner in an
 * {@link AlignerStack} that fails open. Cancellation and deadline hold for everything.
 *
 * <p>The text of the only Aligner, or of the last one in a chain, streams. As safe for use by several threads as its Aligners.
 */
@Incubating
public final class AspectRouter implements Aligner {

    private final String name;
    private final List<Route> routes;
    private final RouteMerge merge;
    private final @Nullable AnswerJudge judge;
    private final @Nullable Aligner otherwise;
    private final Executor executor;
    private final InstantSource clock;
    private final CorrectionLimits limits;

    private AspectRouter(Builder builder) {
        this.name = builder.name;
        this.routes = List.copyOf(builder.routes);
        this.merge = builder.merge;
        this.judge = builder.judge;
        this.otherwise = builder.otherwise;
        this.executor = builder.executor;
        this.clock = builder.clock;
        this.limits = builder.limits();
    }

    /** Returns a builder of a router, by default by {@link RouteMerge#FIRST}. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        context.cancellation().throwIfCancelled();
        if (request.answer().isBlank()) {
            context.emit(request.answer());
            return Correction.of(request.answer(), request.answer());
        }
        return AlignerCall.correct(this::route, request, limits.applyTo(context));
    }

    @Override
    public CorrectionLimits limits() {
        return limits;
    }

    /** Returns true if the Aligners of all routes are deterministic. */
    @Override
    public boolean deterministic() {
        return routes.stream().allMatch(route -> route.aligner().deterministic())
                && (otherwise == null || otherwise.deterministic());
    }

    private Correction route(CorrectionRequest request, CorrectionContext context) {
        long started = System.nanoTime();
        Classification classification = new Classification(request, context);
        Correction correction;
        try {
            List<Route> applying = merge == RouteMerge.FIRST
                    ? classification.first(routes)
                    : classification.all(routes, executor, clock);
            correction = corrected(applying, request, context);
        } catch (AlignerException e) {
            e.addDetections(classification.detections());
            throw e;
        }
        TokenUsage usage = correction.usage();
        for (Detection detection : classification.detections()) {
            usage = usage.plus(detection.usage());
        }
        List<Detection> detections = new ArrayList<>(classification.detections());
        detections.addAll(correction.detections());
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        return Correction.of(request.answer(), correction.answer(), usage, elapsed)
                .withUsageBreakdown(correction.usageBreakdown())
                .withContextUse(correction.contextUse())
                .withDetections(detections)
                .withOutcomes(correction.outcomes());
    }

    private Correction corrected(List<Route> applying, CorrectionRequest request, CorrectionContext context) {
        if (applying.isEmpty()) {
            return otherwise == null
                    ? Correction.of(request.answer(), request.answer())
                    : chain(List.of(Route.when("otherwise", any -> true, otherwise)), request, context);
        }
        return merge == RouteMerge.JUDGE ? judged(applying, request, context) : chain(applying, request, context);
    }

    private Correction chain(List<Route> applying, CorrectionRequest request, CorrectionContext context) {
        List<Detection> detections = new ArrayList<>();
        AlignerStack.Builder stack = AlignerStack.builder(name)
                .listener((chain, answer, event) ->
                        detections.addAll(event.trace().detections()));
        applying.forEach(route -> stack.layer(route.name(), route.aligner()));
        Correction correction;
        try {
            correction = stack.build().correct(request, context);
        } catch (AlignerException e) {
            e.addDetections(detections);
            throw e;
        }
        return correction
                .withUsageBreakdown(breakdown(correction))
                .withContextUse(contextUse(correction))
                .withDetections(detections);
    }

    private static Map<String, TokenUsage> breakdown(Correction correction) {
        Map<String, TokenUsage> breakdown = new LinkedHashMap<>();
        for (LayerTrace layer : correction.layers()) {
            UsageParts.of(layer.name(), layer.usage(), layer.usageBreakdown()).forEach(breakdown::put);
        }
        return breakdown;
    }

    /** Returns the use that the last route that read passages made of them. */
    private static ContextUse contextUse(Correction correction) {
        return correction.layers().stream()
                .map(LayerTrace::contextUse)
                .filter(use -> !use.equals(ContextUse.NONE))
                .reduce((former, latter) -> latter)
                .orElse(ContextUse.NONE);
    }

    private Correction judged(List<Route> applying, CorrectionRequest request, CorrectionContext context) {
        BestOfAligner.Builder best = BestOfAligner.builder(Objects.requireNonNull(judge, "judge"))
                .executor(executor)
                .clock(clock);
        applying.forEach(route -> best.candidate(route.name(), route.aligner()));
        return best.build().correct(request, context);
    }

    /** Collects the routes. Not safe for use by several threads. */
    public static final class Builder {

        private final List<Route> routes = new ArrayList<>();
        private String name = "router";
        private RouteMerge merge = RouteMerge.FIRST;
        private @Nullable AnswerJudge judge;
        private @Nullable Aligner otherwise;
        private Executor executor = BranchThreads.shared();
        private @Nullable Duration timeout;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /** Sets the router's name in messages; by default {@code router}. */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Adds a route after those before. */
        public Builder route(Route route) {
            routes.add(Objects.requireNonNull(route, "route"));
            return this;
        }

        /** Sets what happens if several routes apply. */
        public Builder merge(RouteMerge merge) {
            this.merge = Objects.requireNonNull(merge, "merge");
            return this;
        }

        /** Sets the judge of {@link RouteMerge#JUDGE}. */
        public Builder judge(AnswerJudge judge) {
            this.judge = Objects.requireNonNull(judge, "judge");
            return this;
        }

        /** Sets the Aligner of answers to which no route applies; without one, they stay as they are. */
        public Builder otherwise(Aligner aligner) {
            this.otherwise = Objects.requireNonNull(aligner, "aligner");
            return this;
        }

        /** Sets the executor of detectors and Aligners; {@link BestOfAligner.Builder#executor} describes it and the default. */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Sets the timeout of a correction, classification included.
         *
         * @throws IllegalArgumentException if it is not above zero
         */
        public Builder timeout(Duration timeout) {
            this.timeout = CorrectionLimits.NONE.withTimeout(timeout).timeout().orElseThrow();
            return this;
        }

        /** Sets the clock that deadlines are computed from. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        private CorrectionLimits limits() {
            CorrectionLimits none = CorrectionLimits.NONE.withClock(clock);
            return timeout == null ? none : none.withTimeout(timeout);
        }

        /**
         * Returns the router.
         *
         * @throws IllegalArgumentException if there is no route, two have the same name, or a judge is missing or not asked for
         */
        public AspectRouter build() {
            Set<String> names = new HashSet<>();
            for (Route route : routes) {
                if (!names.add(route.name())) {
                    throw new IllegalArgumentException(
                            "route names must differ, but '" + route.name() + "' is there twice");
                }
            }
            if (routes.isEmpty()) {
                throw new IllegalArgumentException("a router needs at least one route, but has none");
            }
            if ((merge == RouteMerge.JUDGE) != (judge != null)) {
                throw new IllegalArgumentException(
                        "a router needs a judge if, and only if, merge is 'judge', but it is '"
                                + merge.name().toLowerCase(Locale.ROOT) + "' "
                                + (judge == null ? "without" : "with") + " a judge");
            }
            return new AspectRouter(this);
        }
    }
}
