// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.ContextUse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.StackEvent;
import io.github.aligner4j.TokenUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records metrics of stacks and their layers.
 *
 * <ul>
 *   <li>{@code aligner.stack} (timer): the time of each call of a stack, tagged {@code chain} and {@code outcome} ({@link AnswerOutcome})
 *   <li>{@code aligner.layer} (timer): the time each layer took, tagged {@code chain}, {@code layer} and {@code outcome} ({@link
 *       LayerTrace.Outcome}, in lower case)
 *   <li>{@code aligner.edit.ratio} (summary): the share of the answer's characters that were edited, 0 to 1, for layers that
 *       did not fail
 *   <li>{@code aligner.tokens} (counter): tokens of the Aligners' and detectors' own models, tagged {@code chain}, {@code
 *       layer} and {@code type} ({@code prompt}, {@code completion})
 *   <li>{@code aligner.detection} (timer) and {@code aligner.detection.score} (summary, 0 to 1): time and score of each {@link
 *       Detection} of a layer's gate or Aligner, tagged {@code chain}, {@code layer} and {@code label}
 *   <li>{@code aligner.context.passages} (counter): retrieved passages, tagged {@code chain}, {@code layer} and {@code use}
 *       ({@code read}, {@code shortened}, {@code dropped}), for layers that read passages
 *   <li>{@code aligner.shadow} (timer) and {@code aligner.shadow.edit.ratio} (summary): as {@code aligner.layer} and {@code
 *       aligner.edit.ratio}, of layers in the mode shadow when they have observed an answer. Their tokens and detections are counted
 *       with those of other layers
 * </ul>
 *
 * @see AlignerMeter
 */
public final class MicrometerCorrectionListener implements CorrectionListener {

    private final MeterRegistry registry;
    private final OpenCalls<Call> calls = new OpenCalls<>();

    /** Creates a listener that records into {@code registry}. */
    public MicrometerCorrectionListener(MeterRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    @Override
    public Scope onStackStart(String stack, CorrectionRequest request) {
        Call call = new Call();
        calls.open(call);
        return () -> {
            calls.close(call);
            Duration measured = Duration.ofNanos(System.nanoTime() - call.started);
            time(
                    AlignerMeter.STACK,
                    CallTime.of(measured, call.end),
                    stack,
                    AnswerOutcome.of(call.end).label());
        };
    }

    @Override
    public void onStack(String stack, CorrectionRequest request, StackEvent event) {
        Call call = calls.current();
        if (call != null) {
            call.end = event;
        }
    }

    @Override
    public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
        measure(stack, event, AlignerMeter.LAYER, AlignerMeter.EDIT_RATIO);
    }

    @Override
    public void onShadow(String stack, CorrectionRequest request, LayerEvent event) {
        measure(stack, event, AlignerMeter.SHADOW, AlignerMeter.SHADOW_EDIT_RATIO);
    }

    private void measure(String stack, LayerEvent event, AlignerMeter timer, AlignerMeter ratio) {
        LayerTrace trace = event.trace();
        String layer = trace.name();
        time(timer, trace.elapsed(), stack, layer, trace.outcome().name().toLowerCase(Locale.ROOT));
        trace.detections().forEach(detection -> measure(stack, layer, detection));
        Correction correction = event.correction();
        if (correction != null) {
            record(ratio, correction.editRatio(), stack, layer);
            count(stack, layer, trace.usage());
            count(stack, layer, trace.contextUse());
        }
    }

    private void measure(String stack, String layer, Detection detection) {
        time(AlignerMeter.DETECTION, detection.elapsed(), stack, layer, detection.label());
        record(AlignerMeter.DETECTION_SCORE, detection.score(), stack, layer, detection.label());
        count(stack, layer, detection.usage());
    }

    private void count(String stack, String layer, TokenUsage usage) {
        count(AlignerMeter.TOKENS, usage.promptTokens(), stack, layer, "prompt");
        count(AlignerMeter.TOKENS, usage.completionTokens(), stack, layer, "completion");
    }

    private void count(String stack, String layer, ContextUse use) {
        if (use.passages() > 0) {
            int shortened = use.shortened() ? 1 : 0;
            count(AlignerMeter.CONTEXT_PASSAGES, use.read() - shortened, stack, layer, "read");
            count(AlignerMeter.CONTEXT_PASSAGES, shortened, stack, layer, "shortened");
            count(AlignerMeter.CONTEXT_PASSAGES, use.dropped(), stack, layer, "dropped");
        }
    }

    private void time(AlignerMeter meter, Duration elapsed, String... tags) {
        Timer.builder(meter.getName())
                .description(meter.description())
                .tags(meter.tags(tags))
                .register(registry)
                .record(elapsed);
    }

    private void record(AlignerMeter meter, double value, String... tags) {
        DistributionSummary.builder(meter.getName())
                .description(meter.description())
                .tags(meter.tags(tags))
                .register(registry)
                .record(value);
    }

    private void count(AlignerMeter meter, int count, String... tags) {
        Counter.builder(meter.getName())
                .description(meter.description())
                .tags(meter.tags(tags))
                .register(registry)
                .increment(count);
    }

    /** A call that is under way. For one thread. */
    private static final class Call {

        private final long started = System.nanoTime();
        private @Nullable StackEvent end;
    }
}
