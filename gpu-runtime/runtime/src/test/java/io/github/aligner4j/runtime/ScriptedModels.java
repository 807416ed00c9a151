// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.djl.KernelFallback;
import io.github.aligner4j.runtime.generation.SequenceFactory;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.PromptTokenizer;
import io.github.aligner4j.runtime.scheduling.SchedulerSettings;
import io.github.aligner4j.runtime.scripted.ByteTokenizer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Models over scripted networks, as loading would make them. */
final class ScriptedModels {

    private static final int CONTEXT = 512;

    private ScriptedModels() {}

    static TorchCompletionModel open(CausalLanguageModel network, SchedulingOptions options) {
        return open(network, Map.of(), settings(network, options));
    }

    static TorchCompletionModel open(
            CausalLanguageModel network, Map<String, Copying> copying, SchedulerSettings settings) {
        return open(network, new ByteTokenizer(), copying, settings);
    }

    static TorchCompletionModel open(
            CausalLanguageModel network,
            PromptTokenizer tokenizer,
            Map<String, Copying> copying,
            SchedulerSettings settings) {
        SequenceFactory sequences = new SequenceFactory(tokenizer, Set.of(ByteTokenizer.END), CONTEXT, 1);
        List<KernelFallback> fallbacks = List.of(new KernelFallback(96, 32, "float32", "padded", 0.31));
        return new TorchCompletionModel(
                new LoadedModel(network, sequences, "cpu", "float32", fallbacks, Duration.ofSeconds(2)),
                settings,
                copying);
    }

    static SchedulerSettings settings(CausalLanguageModel network, SchedulingOptions options) {
        return DeviceLimits.cpu(4096).settings("scripted", options, network);
    }
}
