// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A chat model made of a chat template and a model that completes its prompts, such as a checkpoint in this JVM or an engine that
 * takes raw prompts.
 *
 * <p>Thinking is off: where the template reads {@code enable_thinking} or {@code thinking}, that is false unless {@link
 * #withVariables} says otherwise. Where the template ends a reply by text instead of a token, that text is a stop string; tokens
 * are left to the model, which knows those that end its replies. Immutable.
 */
@Incubating
public final class ChatTemplateCompletionModel implements ChatCompletionModel {

    private static final List<String> THINKING = List.of("enable_thinking", "thinking");

    private final ChatTemplate template;
    private final CompletionModel model;
    private final @Nullable String adapter;
    private final Map<String, Object> variables;

    /** Creates a chat model. */
    public ChatTemplateCompletionModel(ChatTemplate template, CompletionModel model) {
        this(template, model, null, withoutThinking(template));
    }

    private ChatTemplateCompletionModel(
            ChatTemplate template, CompletionModel model, @Nullable String adapter, Map<String, Object> variables) {
        this.template = Objects.requireNonNull(template, "template");
        this.model = Objects.requireNonNull(model, "model");
        this.adapter = adapter;
        this.variables = Collections.unmodifiableMap(variables);
    }

    /** Returns a copy whose requests name an adapter of the model. */
    public ChatTemplateCompletionModel withAdapter(String adapter) {
        return new ChatTemplateCompletionModel(template, model, Objects.requireNonNull(adapter, "adapter"), variables);
    }

    /** Returns a copy that also passes these variables to the template. */
    public ChatTemplateCompletionModel withVariables(Map<String, ?> more) {
        Map<String, Object> all = new LinkedHashMap<>(variables);
        all.putAll(more);
        return new ChatTemplateCompletionModel(template, model, adapter, all);
    }

    /**
     * {@inheritDoc}
     *
     * @throws ChatTemplateException if the template refuses the messages, such as those whose roles don't alternate
     */
    @Override
    public Completion complete(ChatCompletionRequest request) {
        ChatTemplateInput input = ChatTemplateInput.builder(
                        request.messages().stream().map(ChatMessage::of).toList())
                .variables(variables)
                .build();
        return model.complete(CompletionRequest.builder(template.render(input))
                .sampling(request.sampling())
                .stop(stop(request))
                .deadline(request.deadline().orElse(null))
                .cancellation(request.cancellation())
                .listener(request.listener())
                .adapter(adapter)
                .build());
    }

    private List<String> stop(ChatCompletionRequest request) {
        List<String> stop = new ArrayList<>(request.stop());
        template.endOfTurn()
                .filter(Prompt.Text.class::isInstance)
                .map(Prompt.Segment::text)
                .filter(end -> !stop.contains(end))
                .ifPresent(stop::add);
        return stop;
    }

    private static Map<String, Object> withoutThinking(ChatTemplate template) {
        Map<String, Object> variables = new LinkedHashMap<>();
        THINKING.stream().filter(template::reads).forEach(name -> variables.put(name, false));
        return variables;
    }
}
