// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.Correction;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.observation.AlignerObservation.DetailKey;
import io.github.aligner4j.observation.AlignerObservation.LayerKey;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The default names and keys of the observation of a layer: {@code aligner.layer.call}. */
@Incubating
public final class DefaultLayerObservationConvention implements LayerObservationConvention {

    private final ObservationSettings settings;

    /** Creates a convention. */
    public DefaultLayerObservationConvention(ObservationSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** Not {@code aligner.layer}, which is a timer with other tags. */
    @Override
    public String getName() {
        return "aligner.layer.call";
    }

    @Override
    public String getContextualName(LayerObservationContext context) {
        return "layer " + context.layer();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(LayerObservationContext context) {
        LayerEvent event = context.event();
        return KeyValues.of(
                LayerKey.CHAIN.withValue(context.chain()),
                LayerKey.LAYER.withValue(context.layer()),
                LayerKey.MODE.withValue(event == null ? KeyValue.NONE_VALUE : lowerCase(event.mode())),
                LayerKey.OUTCOME.withValue(outcome(context, event)));
    }

    private static String outcome(LayerObservationContext context, @Nullable LayerEvent event) {
        if (event != null) {
            return lowerCase(event.trace().outcome());
        }
        return context.ended() ? "cancelled" : KeyValue.NONE_VALUE;
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(LayerObservationContext context) {
        LayerEvent event = context.event();
        List<KeyValue> values = new ArrayList<>();
        if (event != null) {
            addResult(values, event);
            addModel(values, event.aligner());
            addUsage(values, event.trace());
        }
        if (event != null && settings.guardrailAttributes()) {
            addGuardrail(values, event.trace());
        }
        if (settings.texts()) {
            addTexts(values, context, event);
        }
        return KeyValues.of(values);
    }

    private static void addResult(List<KeyValue> values, LayerEvent event) {
        Correction correction = event.correction();
        if (correction != null) {
            values.add(DefaultAnswerObservationConvention.ratio(correction));
        }
        RuntimeException failure = event.failure();
        if (failure != null) {
            values.add(DetailKey.ERROR_TYPE.withValue(failure.getClass().getName()));
        }
        addKnown(values, DetailKey.DETAIL, event.trace().detail());
        highest(event.trace()).ifPresent(detection -> {
            values.add(DetailKey.DETECTION_LABEL.withValue(detection.label()));
            values.add(DetailKey.DETECTION_SCORE.withValue(Double.toString(detection.score())));
        });
    }

    private static void addModel(List<KeyValue> values, AlignerDescription aligner) {
        addKnown(values, DetailKey.REQUEST_MODEL, aligner.model());
        addKnown(values, DetailKey.MODEL_HASH, aligner.modelHash());
        addKnown(values, DetailKey.ADAPTER, aligner.adapter());
        addKnown(values, DetailKey.ADAPTER_HASH, aligner.adapterHash());
        addKnown(values, DetailKey.TEMPLATE, aligner.template());
    }

    private static void addUsage(List<KeyValue> values, LayerTrace trace) {
        TokenUsage usage = trace.detections().stream().map(Detection::usage).reduce(trace.usage(), TokenUsage::plus);
        if (!usage.equals(TokenUsage.NONE)) {
            values.add(DetailKey.INPUT_TOKENS.withValue(Integer.toString(usage.promptTokens())));
            values.add(DetailKey.OUTPUT_TOKENS.withValue(Integer.toString(usage.completionTokens())));
        }
    }

    private static void addGuardrail(List<KeyValue> values, LayerTrace trace) {
        values.add(DetailKey.GUARDRAIL_NAME.withValue(trace.name()));
        values.add(DetailKey.GUARDRAIL_SOURCE.withValue("output"));
        values.add(DetailKey.GUARDRAIL_RESULT_TYPE.withValue("outcome"));
        values.add(DetailKey.GUARDRAIL_RESULT_VALUE.withValue(lowerCase(trace.outcome())));
        addKnown(values, DetailKey.GUARDRAIL_RESULT_REASON, trace.detail());
        highest(trace).ifPresent(detection -> {
            values.add(DetailKey.GUARDRAIL_RISK_CATEGORY.withValue(detection.label()));
            values.add(DetailKey.GUARDRAIL_RISK_SCORE.withValue(Double.toString(detection.score())));
        });
    }

    private static void addTexts(List<KeyValue> values, LayerObservationContext context, @Nullable LayerEvent event) {
        values.add(DetailKey.ANSWER.withValue(context.request().answer()));
        Correction correction = event == null ? null : event.correction();
        if (correction != null) {
            values.add(DetailKey.CORRECTION.withValue(correction.answer()));
        }
    }

    private static void addKnown(List<KeyValue> values, DetailKey key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            values.add(key.withValue(value));
        }
    }

    private static Optional<Detection> highest(LayerTrace trace) {
        return trace.detections().stream().max(Comparator.comparingDouble(Detection::score));
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
