package io.github.aligner4j.chattemplate;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import java.util.Objects;

/** A chat model made of a chat template and a model that completes its prompts. */
@Incubating
public final class ChatTemplateCompletionModel implements ChatCompletionModel {

    private final ChatTemplate template;
    private final CompletionModel model;

    /** Creates a chat model. */
    public ChatTemplateCompletionModel(ChatTemplate template, CompletionModel model) {
        this.template = Objects.requireNonNull(template, "template");
        this.model = Objects.requireNonNull(model, "model");
    }

    @Override
    public Completion complete(ChatCompletionRequest request) {
        throw new UnsupportedOperationException("not yet: " + template + model);
    }
}
