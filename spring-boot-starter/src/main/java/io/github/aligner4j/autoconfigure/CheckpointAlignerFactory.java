package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.RuntimeStatus;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.scheduling.BatchLimits;
import io.github.aligner4j.runtime.scheduling.CacheLimits;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Loads checkpoints into this JVM, each once for all Aligners that can share it. */
final class CheckpointAlignerFactory implements AlignerFactory {

    @Override
    public Aligner open(String name, Definition definition) {
        return Objects.requireNonNull(openSharing(Map.of(name, definition)).get(name));
    }

    @Override
    public Map<String, Aligner> openSharing(Map<String, Definition> definitions) {
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
        builder.runtime(new RuntimeOptions(definition.device(), definition.dtype(), definition.threads()));
        if (definition.template() != null) {
            builder.descriptor(CheckpointDescriptor.ofTemplate(definition.template()));
        }
        if (definition.maxNewTokens() != null) {
            builder.sampling(SamplingParameters.GREEDY.withMaxNewTokens(definition.maxNewTokens()));
        }
        if (definition.timeout() != null) {
            builder.timeout(definition.timeout());
        }
        return builder.batch(batch(definition)).caches(caches(definition.scheduling()));
    }

    private static BatchLimits batch(Definition definition) {
        AlignerProperties.Scheduling scheduling = definition.scheduling();
        BatchLimits auto = BatchLimits.DEFAULT;
        return new BatchLimits(
                orElse(definition.maxQueuedRequests(), auto.maxQueuedRequests()),
                orElse(scheduling.maxRunningRequests(), auto.maxRunningRequests()),
                orElse(scheduling.stepTokens(), auto.stepTokens()),
                orElse(scheduling.prefillChunk(), auto.prefillChunk()));
    }

    private static CacheLimits caches(AlignerProperties.Scheduling scheduling) {
        return new CacheLimits(bytes(scheduling.cacheMemory()), bytes(scheduling.prefixCacheMemory()));
    }

    private static int orElse(@Nullable Integer said, int otherwise) {
        return said == null ? otherwise : said;
    }

    private static OptionalLong bytes(@Nullable DataSize size) {
        return size == null ? OptionalLong.empty() : OptionalLong.of(size.toBytes());
    }

    private static void adapt(CheckpointAligner.Builder builder, String name, Definition definition) {
        if (definition.adapter() != null) {
            builder.adapter(name, Path.of(definition.adapter()));
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
        Double strength = definition.strength();
        return new SharedAligner(
                checkpoint, aligner, strength == null ? OptionalDouble.empty() : OptionalDouble.of(strength));
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
        details.put("cacheBytes", status.memory().usedBytes());
        details.put("cacheLimitBytes", status.memory().limitBytes());
        details.put("prefixHitRate", status.prefixes().hitRate());
        status.lastError().ifPresent(message -> details.put("lastError", message));
        return new AlignerState(!status.closed(), details);
    }
}
