package io.github.aligner4j.remote;

import org.jspecify.annotations.Nullable;

/**
 * What the probe of one URL found out.
 *
 * @param facts what the engine tells about itself
 * @param model the name of the model to send; empty if the engine needs none
 * @param tokenizer the engine's tokenizer, or null if it takes texts
 * @param raw true if it was found that raw prompts are read as they are sent
 */
record ProbedEngine(
        EngineFacts facts, String model, @Nullable EngineTokenizer tokenizer, boolean raw) {}
