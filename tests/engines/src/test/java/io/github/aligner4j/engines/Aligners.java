// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.engines;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.llm.CorrectionGuard;
import io.github.aligner4j.llm.CorrectionGuards;
import io.github.aligner4j.remote.RemoteAligner;
import io.github.aligner4j.remote.RemoteEngine;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.windowed.WindowedAligner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The Aligners that are compared: one checkpoint in the JVM, with and without its copy constraint, and on an engine. */
final class Aligners {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private Aligners() {}

    /** Name of the adapter, in the JVM and on the engine. */
    static final String ADAPTER = "adapter";

    static CheckpointAligner inJvm(CheckOptions options, boolean copying) {
        CheckpointAligner.Builder builder = CheckpointAligner.builder(ModelSource.folder(options.checkpoint()))
                .options(RuntimeOptions.DEFAULT.withDtype("float32"));
        if (!copying) {
            builder.customizeDescriptors(descriptor -> descriptor.withCopyBias(0));
        }
        options.adapter().ifPresent(folder -> builder.adapter(ADAPTER, ModelSource.folder(folder)));
        return builder.open();
    }

    /** Returns the Aligner that the {@code aligner.json} of the checkpoint or of the adapter describes, with its model elsewhere. */
    static Aligner remote(CheckOptions options, boolean adapted) {
        Optional<Path> adapter = adapted ? options.adapter() : Optional.empty();
        CheckpointDescriptor descriptor = adapter.flatMap(CheckpointDescriptors::own)
                .orElseGet(() -> CheckpointDescriptors.read(options.checkpoint()));
        RemoteEngine engine = RemoteEngine.builder(options.engine())
                .baseUrl(options.url())
                .model(options.model())
                .adapter(adapter.isPresent() ? ADAPTER : null)
                .build();
        RemoteAligner.Builder builder = RemoteAligner.builder(engine, descriptor.correctionTemplate())
                .limits(CorrectionLimits.NONE.withTimeout(TIMEOUT));
        CheckpointDescriptor.Window window = descriptor.window();
        if (window == null) {
            return builder.build();
        }
        List<CorrectionGuard> guards = new ArrayList<>(CorrectionGuards.ofWindows());
        if (window.minShare() > 0) {
            guards.add(CorrectionGuards.notEmpty());
            guards.add(CorrectionGuards.atLeast(window.minShare()));
        }
        return new WindowedAligner(
                        builder.guards(guards).build(), window.answerCharacters(), window.questionCharacters())
                .withMaxWindows(window.maxWindows());
    }
}
