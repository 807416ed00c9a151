// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import reactor.core.publisher.Flux;

/** An upstream model that answers by a script: one list of chunks for each time it is asked, the last one for ever. */
final class ScriptedModel implements ChatModel {

    final List<Prompt> prompts = new CopyOnWriteArrayList<>();
    private final List<Flux<ChatResponse>> turns = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();

    static ScriptedModel saying(String... answers) {
        ScriptedModel model = new ScriptedModel();
        for (String answer : answers) {
            model.turn(Replies.text(answer));
        }
        return model;
    }

    ScriptedModel turn(ChatResponse... chunks) {
        return turn(Flux.just(chunks));
    }

    ScriptedModel turn(Flux<ChatResponse> chunks) {
        turns.add(chunks);
        return this;
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        return Objects.requireNonNull(stream(prompt).blockLast());
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        prompts.add(prompt);
        return turns.get(Math.min(calls.getAndIncrement(), turns.size() - 1));
    }

    @Override
    public ChatOptions getOptions() {
        return ToolCallingChatOptions.builder().build();
    }
}
