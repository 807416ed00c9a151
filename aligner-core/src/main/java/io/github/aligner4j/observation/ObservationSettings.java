// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Incubating;

/**
 * The optional keys of observations.
 *
 * @param texts true if traces hold questions, answers and corrections word for word
 * @param guardrailAttributes true if layers have the attributes {@code gen_ai.guardrail.*} of OpenTelemetry's open proposal
 *     semantic-conventions-genai 427, as it stood on 2026-11-28 (commit f5e3733b). They may change or never be adopted
 */
@Incubating
public record ObservationSettings(boolean texts, boolean guardrailAttributes) {

    /** Neither texts nor attributes of proposals. */
    public static final ObservationSettings DEFAULT = new ObservationSettings(false, false);

    /** Returns a copy with or without texts. */
    public ObservationSettings withTexts(boolean texts) {
        return new ObservationSettings(texts, guardrailAttributes);
    }

    /** Returns a copy with or without guardrail attributes. */
    public ObservationSettings withGuardrailAttributes(boolean guardrailAttributes) {
        return new ObservationSettings(texts, guardrailAttributes);
    }
}
