// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.chattemplate.ChatTemplate;
import io.github.aligner4j.chattemplate.ChatTemplateCompletionModel;
import io.github.aligner4j.chattemplate.ChatTemplateException;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.hub.HubClient;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An instruct checkpoint that runs in this JVM as a chat model: its chat template renders the messages, and a {@link
 * TorchCompletionModel} completes the prompt.
 *
 * <p>A reply ends at an end-of-sequence token of {@code generation_config.json}, or at the token that ends a turn in the template.
 * Thinking is off where the template can turn it off. Safe for use by several threads. Owns the model until closed; afterwards every
 * call throws an {@link IllegalStateException}.
 */
@Incubating
public final class CheckpointChatModel implements ChatCompletionModel, AutoCloseable {

    private final ChatTemplate template;
    private final TorchCompletionModel model;
    private final ChatTemplateCompletionModel chat;

    private CheckpointChatModel(ChatTemplate template, TorchCompletionModel model, Map<String, ?> variables) {
        this.template = template;
        this.model = model;
        this.chat = new ChatTemplateCompletionModel(template, model).withVariables(variables);
    }

    /**
     * Opens a checkpoint with default options.
     *
     * @throws CheckpointException if the checkpoint can't be run, or has no chat template that can be rendered
     */
    public static CheckpointChatModel open(ModelSource checkpoint) {
        return builder(checkpoint).open();
    }

    /** Returns a builder with default options. */
    public static Builder builder(ModelSource checkpoint) {
        return new Builder(checkpoint);
    }

    @Override
    public Completion complete(ChatCompletionRequest request) {
        return chat.complete(request);
    }

    /** Returns a chat model that uses an adapter of this one by name; it works until this is closed. */
    public ChatCompletionModel withAdapter(String name) {
        return chat.withAdapter(name);
    }

    /** Returns the checkpoint's chat template. */
    public ChatTemplate template() {
        return template;
    }

    /** Returns the model behind the template, for prompts of other forms; it works until this is closed. */
    public TorchCompletionModel model() {
        return model;
    }

    /** Closes the model. Closing again has no effect. */
    @Override
    public void close() {
        model.close();
    }

    /** Builder of a {@link CheckpointChatModel}. Not safe for use by several threads. */
    public static final class Builder {

        private ModelSources sources;
        private RuntimeOptions options = RuntimeOptions.DEFAULT;
        private @Nullable ChatTemplate template;
        private Map<String, ?> variables = Map.of();

        private Builder(ModelSource checkpoint) {
            this.sources = new ModelSources(checkpoint);
        }

        /** Sets the device, the number type and the limits of the requests that share them. */
        public Builder options(RuntimeOptions options) {
            this.options = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Adds a LoRA adapter that {@link CheckpointChatModel#withAdapter} names.
         *
         * @throws IllegalArgumentException if the name is blank or taken, or the adapter belongs to another checkpoint
         */
        public Builder adapter(String name, ModelSource adapter) {
            sources = sources.withAdapter(name, adapter);
            return this;
        }

        /**
         * Sets the client that downloads sources on the hub; one with the settings of the environment by default. It is not used
         * for other sources.
         */
        public Builder hub(HubClient client) {
            sources = sources.withHub(client);
            return this;
        }

        /** Sets a template that replaces the checkpoint's own. */
        public Builder template(ChatTemplate template) {
            this.template = Objects.requireNonNull(template, "template");
            return this;
        }

        /** Sets variables that are passed to the template, such as {@code enable_thinking}. */
        public Builder variables(Map<String, ?> variables) {
            this.variables = Objects.requireNonNull(variables, "variables");
            return this;
        }

        /**
         * Loads the checkpoint and starts its device thread.
         *
         * @throws CheckpointException if the checkpoint or an adapter can't be run, or if there is no chat template that can be
         *     rendered
         * @throws IllegalArgumentException if the device does not exist
         * @throws IllegalStateException if libtorch can't be started
         */
        public CheckpointChatModel open() {
            try (ModelFiles files = sources.open()) {
                ChatTemplate used = template == null ? read(files.checkpoint()) : template;
                LoadedModel loaded = LoadedModel.load(files, options, 1);
                LoadedModel ending = used.endOfTurn()
                        .filter(Prompt.SpecialToken.class::isInstance)
                        .map(end -> loaded.endingWith(end.text()))
                        .orElse(loaded);
                return new CheckpointChatModel(
                        used, TorchCompletionModel.start(ending, sources.modelName(), options, Map.of()), variables);
            }
        }

        private static ChatTemplate read(Path checkpoint) {
            try {
                return ChatTemplate.fromFolder(checkpoint);
            } catch (ChatTemplateException e) {
                throw new CheckpointException(checkpoint, String.valueOf(e.getMessage()), e);
            }
        }
    }
}
