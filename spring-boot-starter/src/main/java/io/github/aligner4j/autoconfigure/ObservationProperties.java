// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The observation of answers and layers through Micrometer, for traces, if the application has an observation registry. {@code
 * management.observations.enable.aligner=false} turns it off.
 *
 * @param texts Whether traces hold questions, answers and corrections word for word.
 * @param guardrailAttributes Whether layers have the attributes "gen_ai.guardrail.*" of OpenTelemetry's open proposal
 *     semantic-conventions-genai 427, as it stood on 2026-11-28; they may change.
 */
public record ObservationProperties(
        @DefaultValue("false") boolean texts,
        @DefaultValue("false") boolean guardrailAttributes) {}
