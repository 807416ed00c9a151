// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Correction;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.StackEvent;
import io.github.aligner4j.observation.AlignerObservation.AnswerKey;
import io.github.aligner4j.observation.AlignerObservation.DetailKey;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.Objects;

/** The default names and keys of the observation of an answer: {@code aligner.answer}. */
@Incubating
public final class DefaultAnswerObservationConvention implements AnswerObservationConvention {

    private final ObservationSettings settings;

    /** Creates a convention. */
    public DefaultAnswerObservationConvention(ObservationSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    @Override
    public String getName() {
        return "aligner.answer";
    }

    @Override
    public String getContextualName(AnswerObservationContext context) {
        return "align " + context.chain();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(AnswerObservationContext context) {
        return KeyValues.of(
                AnswerKey.CHAIN.withValue(context.chain()),
                AnswerKey.OUTCOME.withValue(
                        context.ended() ? AnswerOutcome.of(context.event()).label() : KeyValue.NONE_VALUE));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(AnswerObservationContext context) {
        StackEvent event = context.event();
        Correction correction = event == null ? null : event.correction();
        KeyValues values = KeyValues.empty();
        if (correction != null) {
            values = values.and(ratio(correction));
        }
        if (settings.texts()) {
            values = values.and(
                    DetailKey.QUESTION.withValue(context.request().question()),
                    DetailKey.ANSWER.withValue(context.request().answer()));
            if (correction != null) {
                values = values.and(DetailKey.CORRECTION.withValue(correction.answer()));
            }
        }
        return values;
    }

    static KeyValue ratio(Correction correction) {
        return DetailKey.EDIT_RATIO.withValue(Double.toString(correction.editRatio()));
    }
}
