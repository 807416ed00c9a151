package io.github.aligner4j.observation;

import io.github.aligner4j.ContextUse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.LayerTrace;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Objects;

/**
 * Records metrics of the layers of stacks.
 *
 * <ul>
 *   <li>{@code aligner.layer} (timer): the time each layer took, tagged {@code chain}, {@code layer} and {@code outcome}
 *       ({@code corrected}, {@code unchanged}, {@code skipped}, {@code failed_open}, {@code refused}, {@code failed})
 *   <li>{@code aligner.edit.ratio} (summary): the share of the answer's characters that were edited, 0 to 1, for layers that
 *       did not fail
 *   <li>{@code aligner.tokens} (counter): tokens of the Aligners' and detectors' own models, tagged {@code chain}, {@code
 *       layer} and {@code type} ({@code prompt}, {@code completion})
 *   <li>{@code aligner.detection} (timer) and {@code aligner.detection.score} (summary, 0 to 1): time and score of each {@link
 *       Detection} of a layer's gate or Aligner, tagged {@code chain}, {@code layer} and {@code label}
 *   <li>{@code aligner.context.passages} (counter): retrieved passages, tagged {@code chain}, {@code layer} and {@code use}
 *       ({@code read}, {@code shortened}, {@code dropped}), for layers that read passages
 * </ul>
 */
public final class MicrometerCorrectionListener implements CorrectionListener {

    private final MeterRegistry registry;

    /** Creates a listener that records into {@code registry}. */
    public MicrometerCorrectionListener(MeterRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    @Override
    public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
        LayerTrace trace = event.trace();
        Tags tags = Tags.of("chain", stack, "layer", trace.name());
        String outcome = trace.outcome().name().toLowerCase(Locale.ROOT);
        registry.timer("aligner.layer", tags.and("outcome", outcome)).record(trace.elapsed());
        trace.detections().forEach(detection -> measure(tags, detection));
        Correction correction = event.correction();
        if (correction != null) {
            DistributionSummary.builder("aligner.edit.ratio")
                    .tags(tags)
                    .register(registry)
                    .record(correction.editRatio());
            count(tags, "prompt", trace.usage().promptTokens());
            count(tags, "completion", trace.usage().completionTokens());
            count(tags, trace.contextUse());
        }
    }

    private void count(Tags tags, ContextUse use) {
        if (use.passages() > 0) {
            int shortened = use.shortened() ? 1 : 0;
            countPassages(tags, "read", use.read() - shortened);
            countPassages(tags, "shortened", shortened);
            countPassages(tags, "dropped", use.dropped());
        }
    }

    private void countPassages(Tags tags, String use, int passages) {
        registry.counter("aligner.context.passages", tags.and("use", use)).increment(passages);
    }

    private void measure(Tags tags, Detection detection) {
        Tags labelled = tags.and("label", detection.label());
        registry.timer("aligner.detection", labelled).record(detection.elapsed());
        registry.summary("aligner.detection.score", labelled).record(detection.score());
        count(tags, "prompt", detection.usage().promptTokens());
        count(tags, "completion", detection.usage().completionTokens());
    }

    private void count(Tags tags, String type, int tokens) {
        registry.counter("aligner.tokens", tags.and("type", type)).increment(tokens);
    }
}
