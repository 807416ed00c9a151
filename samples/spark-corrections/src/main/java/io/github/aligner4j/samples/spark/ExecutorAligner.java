package io.github.aligner4j.samples.spark;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.llm.CorrectionGuard;
import io.github.aligner4j.llm.CorrectionGuards;
import io.github.aligner4j.remote.RemoteAligner;
import io.github.aligner4j.remote.RemoteEngine;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.windowed.WindowedAligner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The one Aligner of this JVM. All tasks of an executor share it, so its weights are loaded once, and rows of different tasks share
 * forward passes. It stays open until the JVM ends.
 */
final class ExecutorAligner {

    private static JobOptions opened;
    private static Aligner aligner;

    private ExecutorAligner() {}

    /** Returns the Aligner for {@code options}, which is opened at the first call. */
    static synchronized Aligner of(JobOptions options) {
        if (aligner == null || !sameAligner(options)) {
            aligner = options.inJvm() ? inJvm(options) : remote(options);
            opened = options;
        }
        return aligner;
    }

    private static boolean sameAligner(JobOptions options) {
        return options.model().equals(opened.model())
                && options.engine().equals(opened.engine())
                && options.baseUrl().equals(opened.baseUrl())
                && options.served().equals(opened.served());
    }

    private static Aligner inJvm(JobOptions options) {
        CheckpointAligner checkpoint =
                CheckpointAligner.builder(ModelSource.parse(options.model())).open();
        Runtime.getRuntime().addShutdownHook(new Thread(checkpoint::close));
        return checkpoint;
    }

    private static Aligner remote(JobOptions options) {
        CheckpointDescriptor descriptor = CheckpointDescriptors.read(Path.of(options.model()));
        RemoteEngine engine = RemoteEngine.builder(options.engine())
                .baseUrl(options.baseUrl())
                .model(options.served())
                .apiKey(System.getenv("ALIGNER_API_KEY"))
                .build();
        RemoteAligner.Builder builder = RemoteAligner.builder(engine, descriptor.correctionTemplate());
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
