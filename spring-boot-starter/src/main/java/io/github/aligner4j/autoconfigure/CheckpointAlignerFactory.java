package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.KernelFallback;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.RuntimeStatus;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Loads checkpoints into this JVM, each once for all Aligners that can share it. */
final class CheckpointAlignerFactory implements AlignerFactory {

    @Override
    public Aligner open(String name, Definition definition) {
        return Objects.requireNonNull(openSharing(Map.of(name, definition)).get(name));
    }

    @Override
    public Map<String, Aligner> openSharing(Map<String, Definition> definitions) {
        definitions.forEach(FolderChecks::check);
        CheckpointAligner.Builder builder =
                builder(definitions.values().iterator().next());
        definitions.forEach((name, definition) -> adapt(builder, name, definition));
        checkStrength(builder, definitions.values());
        CheckpointAligner checkpoint = builder.open();
        Map<String, Aligner> opened = new LinkedHashMap<>();
        definitions.forEach((name, definition) -> opened.put(name, shared(checkpoint, name, definition)));
        return opened;
    }

    /** What is loaded once for all is the same in all definitions. */
    private static CheckpointAligner.Builder builder(Definition definition) {
        CheckpointAligner.Builder builder = definition.isEmbedded()
                ? CheckpointAligner.embeddedBuilder()
                : CheckpointAligner.builder(Path.of(definition.checkpoint()));
        builder.runtime(new RuntimeOptions(
                definition.device(),
                definition.dtype(),
                definition.threads(),
                definition.scheduling().exact()));
        given(definition.template(), template -> builder.descriptor(CheckpointDescriptor.ofTemplate(template)));
        AlignerProperties.Scheduling scheduling = definition.scheduling();
        given(definition.copyBias(), builder::copyBias);
        given(definition.maxNewTokens(), most -> builder.sampling(SamplingParameters.GREEDY.withMaxNewTokens(most)));
        given(definition.timeout(), builder::timeout);
        given(definition.maxQueuedRequests(), builder::maxQueuedRequests);
        given(scheduling.maxRunningRequests(), builder::maxRunningRequests);
        given(scheduling.stepTokens(), builder::stepTokens);
        given(scheduling.prefillChunk(), builder::prefillChunk);
        given(scheduling.cacheMemory(), size -> builder.cacheMemory(size.toBytes()));
        given(scheduling.prefixCacheMemory(), size -> builder.prefixCacheMemory(size.toBytes()));
        return builder;
    }

    private static <T> void given(@Nullable T said, Consumer<T> setting) {
        if (said != null) {
            setting.accept(said);
        }
    }

    private static void adapt(CheckpointAligner.Builder builder, String name, Definition definition) {
        if (definition.adapter() != null) {
            builder.adapter(name, definition.adapter());
        }
    }

    /**
     * The builder refuses a strength that the checkpoint has no vectors for; but what it is told also holds for Aligners that
     * have none of their own, so it can only be told if there is none of those.
     */
    private static void checkStrength(CheckpointAligner.Builder builder, Collection<Definition> definitions) {
        List<Double> strengths = definitions.stream()
                .map(Definition::strength)
                .filter(Objects::nonNull)
                .toList();
        if (strengths.size() == definitions.size()) {
            builder.strength(strengths.get(0));
        }
    }

    private static Aligner shared(CheckpointAligner checkpoint, String name, Definition definition) {
        Aligner aligner = definition.adapter() == null ? checkpoint : checkpoint.withAdapter(name);
        return new SharedAligner(checkpoint, aligner, definition.strength());
    }

    @Override
    public AlignerState state(Aligner opened) {
        return opened instanceof SharedAligner shared
                ? state(shared.checkpoint().status())
                : AlignerState.LOADED;
    }

    static AlignerState state(RuntimeStatus status) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("device", status.device());
        details.put("dtype", status.dtype());
        details.put("queued", status.queued());
        details.put("running", status.running());
        details.put("completed", status.completed());
        details.put("failed", status.failed());
        details.put("cacheBytes", status.cacheBytes());
        details.put("cacheLimitBytes", status.cacheLimitBytes());
        details.put("prefixHitRate", status.prefixHitRate());
        if (!status.kernelFallbacks().isEmpty()) {
            details.put(
                    "kernelFallbacks",
                    status.kernelFallbacks().stream()
                            .map(KernelFallback::summary)
                            .toList());
        }
        status.lastError().ifPresent(message -> details.put("lastError", message));
        return new AlignerState(!status.closed(), details);
    }
}
