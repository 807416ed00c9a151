// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.cli.CompareSystem.Checkpoint;
import io.github.aligner4j.cli.CompareSystem.Kind;
import io.github.aligner4j.cli.CompareSystem.Prompted;
import io.github.aligner4j.cli.CompareSystem.Recorded;
import io.github.aligner4j.cli.CompareSystem.Stack;
import io.github.aligner4j.evaluation.compare.Price;
import io.github.aligner4j.prompted.Prompts;
import io.github.aligner4j.runtime.EmbeddedCheckpoint;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.ModelSource.Embedded;
import io.github.aligner4j.runtime.checkpoint.FolderHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Describes systems for {@value CompareFolder#CONFIGURATION}, with a digest of every file that decides about their answers. */
final class CompareConfiguration {

    private final CompareConfig config;

    CompareConfiguration(CompareConfig config) {
        this.config = config;
    }

    /** Adds the description of {@code system} to {@code systems}. */
    void put(CompareSystem system, ObjectNode systems) throws IOException {
        describe(system, systems.putObject(system.name()));
    }

    private void describe(CompareSystem system, ObjectNode json) throws IOException {
        Kind kind = system.kind();
        json.put("kind", kind.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        if (kind instanceof Recorded recorded && recorded.file().isPresent()) {
            putFile(json, "file", recorded.file().get());
            json.put("field", recorded.field());
        } else if (kind instanceof Checkpoint checkpoint) {
            describe(checkpoint, json);
        } else if (kind instanceof Prompted prompted) {
            describe(prompted, json);
        } else if (kind instanceof Stack stack) {
            ObjectNode layers = json.putObject("stack");
            for (int i = 0; i < stack.layers().size(); i++) {
                describe(stack.layers().get(i), layers.putObject(String.valueOf(i + 1)));
            }
        }
        if (kind.asksModels()) {
            json.put("conversation", system.conversation());
        }
        put(json, system.price());
    }

    private void describe(Checkpoint checkpoint, ObjectNode json) {
        putSource(json, "checkpoint", checkpoint.source());
        for (int i = 0; i < checkpoint.adapters().size(); i++) {
            putAdapter(json, "adapter" + (i + 1), checkpoint.adapters().get(i), checkpoint.source());
        }
        checkpoint.options().strength().ifPresent(value -> json.put("strength", value));
        checkpoint.options().threshold().ifPresent(value -> json.put("threshold", value));
        checkpoint.options().copyBias().ifPresent(value -> json.put("copyBias", value));
        json.put("template", checkpoint.options().template());
    }

    private void describe(Prompted prompted, ObjectNode json) throws IOException {
        Path file = Path.of(prompted.prompt());
        if (Files.isRegularFile(file)) {
            putFile(json, "prompt", file);
        } else {
            json.put("prompt", prompted.prompt());
            Prompts prompts = Prompts.byName(prompted.prompt());
            json.put("promptVersion", prompts.version());
            json.put("promptDigest", prompts.fingerprint());
        }
        putChatModel(json.putObject("chatModel"), prompted.chatModel());
        json.set("options", Json.MAPPER.valueToTree(prompted.options()));
    }

    /** Adds the description of a chat model; its URL is not part of it if the model has a name, since servers move. */
    void putChatModel(ObjectNode json, String nameOrAddress) {
        ChatModelSpec model = config.chatModel(nameOrAddress);
        model.endpoint().ifPresent(endpoint -> {
            json.put("engine", endpoint.engine());
            json.put("model", endpoint.model());
            if (endpoint.model().isEmpty()) {
                json.put("url", String.join(",", endpoint.baseUrls()));
            }
        });
        if (model.endpoint().isEmpty()) {
            putSource(json, "checkpoint", model.checkpoint());
        }
        put(json, model.price());
    }

    private static void put(ObjectNode json, Optional<Price> price) {
        price.ifPresent(each -> json.set("price", Json.MAPPER.valueToTree(each)));
    }

    /** Adds a judge: a chat model, or a classifier with its training data. */
    void putJudge(ObjectNode judges, String judge) throws IOException {
        if (judge.startsWith(JudgingSettings.CLASSIFIER)) {
            Path pairs = Path.of(judge.substring(JudgingSettings.CLASSIFIER.length()));
            putFile(judges.putObject(JudgingSettings.CLASSIFIER + pairs.getFileName()), "pairs", pairs);
        } else {
            putChatModel(judges.putObject(config.chatModel(judge).stableName()), judge);
        }
    }

    /** Adds a checkpoint, with the digest of its folder or of what the class path has. */
    void putSource(ObjectNode json, String name, String source) {
        Optional<Embedded> embedded = embedded(source);
        if (embedded.isPresent()) {
            json.put(name, source);
            json.put(name + "Digest", EmbeddedCheckpoint.digest(embedded.get().name()));
        } else {
            putFolder(json, name, source);
        }
    }

    /** Adds an adapter of the checkpoint {@code base}, with its digest. */
    void putAdapter(ObjectNode json, String name, String source, String base) {
        Optional<Embedded> adapter = embedded(source);
        Optional<Embedded> checkpoint = embedded(base);
        if (adapter.isPresent() && checkpoint.isPresent()) {
            json.put(name, source);
            json.put(
                    name + "Digest",
                    EmbeddedCheckpoint.adapterDigest(
                            checkpoint.get().name(), adapter.get().name()));
        } else {
            putFolder(json, name, source);
        }
    }

    private static Optional<Embedded> embedded(String source) {
        return !source.isEmpty() && ModelSource.parse(source) instanceof Embedded embedded
                ? Optional.of(embedded)
                : Optional.empty();
    }

    private static void putFolder(ObjectNode json, String name, String source) {
        Path folder = Path.of(source.startsWith("hf://") ? "" : source);
        if (!folder.toString().isEmpty() && Files.isDirectory(folder)) {
            json.put(name, String.valueOf(folder.toAbsolutePath().normalize().getFileName()));
            json.put(name + "Digest", FolderHash.of(folder));
        } else {
            json.put(name, source);
        }
    }

    /** Adds a file and its digest. */
    void putFile(ObjectNode json, String name, Path file) throws IOException {
        json.put(name, String.valueOf(file.getFileName()));
        try (InputStream in = Files.newInputStream(file)) {
            json.put(name + "Digest", Sha256.of(in));
        }
    }
}
