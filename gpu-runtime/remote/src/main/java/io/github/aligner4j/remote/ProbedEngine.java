// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import org.jspecify.annotations.Nullable;

/**
 * The findings of the probe of one URL.
 *
 * @param facts the facts that the engine reports
 * @param model the name of the model to send; empty if the engine needs none
 * @param tokenizer the engine's tokenizer, or null if it takes texts
 * @param raw true if it was found that raw prompts are read as they are sent
 */
record ProbedEngine(
        EngineFacts facts, String model, @Nullable EngineTokenizer tokenizer, boolean raw) {}
