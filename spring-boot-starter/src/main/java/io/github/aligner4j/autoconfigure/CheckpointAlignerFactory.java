package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.RuntimeStatus;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Loads checkpoints into this JVM. */
final class CheckpointAlignerFactory implements AlignerFactory {

    @Override
    public Aligner open(String name, Definition definition) {
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
        if (definition.maxQueuedRequests() != null) {
            builder.maxQueuedRequests(definition.maxQueuedRequests());
        }
        return builder.open();
    }

    @Override
    public AlignerState state(Aligner opened) {
        return opened instanceof CheckpointAligner checkpoint ? state(checkpoint.status()) : AlignerState.LOADED;
    }

    static AlignerState state(RuntimeStatus status) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("device", status.device());
        details.put("dtype", status.dtype());
        details.put("queued", status.queued());
        details.put("running", status.running());
        details.put("completed", status.completed());
        details.put("failed", status.failed());
        status.lastError().ifPresent(message -> details.put("lastError", message));
        return new AlignerState(!status.closed(), details);
    }
}
