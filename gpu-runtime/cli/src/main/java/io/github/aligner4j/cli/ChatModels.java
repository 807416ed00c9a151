// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.hub.HubClient;
import io.github.aligner4j.remote.EngineProfile;
import io.github.aligner4j.remote.RemoteChatModel;
import io.github.aligner4j.remote.RemoteEngine;
import io.github.aligner4j.runtime.CheckpointChatModel;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Opens chat models, each once. */
final class ChatModels implements AutoCloseable {

    private final RuntimeOptions options;
    private final CommandSpec command;
    private final Map<String, ChatCompletionModel> open = new HashMap<>();
    private final List<CheckpointChatModel> checkpoints = new ArrayList<>();

    ChatModels(RuntimeOptions options, CommandSpec command) {
        this.options = options;
        this.command = command;
    }

    /**
     * Returns a chat model, which is opened at the first call: a checkpoint is loaded, an endpoint is asked for its facts.
     *
     * @throws IllegalArgumentException if the variable with its key is not set
     * @throws io.github.aligner4j.completion.CompletionModelException if an endpoint can't be reached
     */
    synchronized ChatCompletionModel open(ChatModelSpec spec) {
        ChatCompletionModel known = open.get(spec.name());
        if (known == null) {
            known = spec.endpoint().isPresent()
                    ? remote(spec.name(), spec.endpoint().get())
                    : checkpoint(spec.checkpoint());
            open.put(spec.name(), known);
        }
        return known;
    }

    private static ChatCompletionModel remote(String name, ChatModelSpec.Endpoint endpoint) {
        RemoteEngine.Builder builder = RemoteEngine.builder(profile(endpoint.engine()))
                .baseUrls(endpoint.baseUrls())
                .responseTimeout(endpoint.timeout());
        if (!endpoint.model().isEmpty()) {
            builder.model(endpoint.model());
        }
        if (!endpoint.apiKeyVariable().isEmpty()) {
            builder.apiKey(key(name, endpoint.apiKeyVariable()));
        }
        RemoteChatModel model = RemoteChatModel.create(builder.build());
        return endpoint.contentsAreText() ? model.contentsAreText() : model;
    }

    private static EngineProfile profile(String engine) {
        if (EngineProfile.names().contains(engine)) {
            return EngineProfile.byName(engine);
        }
        try {
            return engine.endsWith(".json") ? EngineProfile.read(Path.of(engine)) : EngineProfile.byName(engine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(String name, String variable) {
        String key = System.getenv(variable);
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException("chat model '" + name + "' has its key in the environment variable "
                    + variable + ", which is not set");
        }
        return key;
    }

    private CheckpointChatModel checkpoint(String source) {
        CheckpointChatModel.Builder builder =
                CheckpointChatModel.builder(ModelSource.parse(source)).options(options);
        CheckpointChatModel model = HubModels.isHub(source)
                ? HubModels.use(
                        command,
                        HubClient.builder(),
                        client -> builder.hub(client).open())
                : builder.open();
        checkpoints.add(model);
        return model;
    }

    @Override
    public void close() {
        checkpoints.forEach(CheckpointChatModel::close);
        checkpoints.clear();
        open.clear();
    }
}
