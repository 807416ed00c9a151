// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import java.util.List;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

/** A Spring AI model that always says the same, in a stream word by word. */
final class SpringUpstream {

    private SpringUpstream() {}

    static ChatModel saying(String answer) {
        return new ChatModel() {
            @Override
            public ChatResponse call(Prompt prompt) {
                return response(answer);
            }

            @Override
            public Flux<ChatResponse> stream(Prompt prompt) {
                return Flux.fromArray(answer.split("(?<= )", -1)).map(SpringUpstream::response);
            }
        };
    }

    private static ChatResponse response(String text) {
        return new ChatResponse(List.of(new Generation(new AssistantMessage(text))));
    }
}
