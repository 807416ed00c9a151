// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import io.github.aligner4j.RequestAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AiServiceMethodTest {

    private static final ChatRequestParameters DEFAULTS = DefaultChatRequestParameters.EMPTY;

    interface Counter {

        int count(String message);

        String say(String message);
    }

    private final List<AlignedRequest> requests = new ArrayList<>();

    private final Counter counter = AiServices.create(Counter.class, new ChatModel() {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            requests.add(AlignedRequest.of(request));
            return ChatResponse.builder().aiMessage(AiMessage.from("3")).build();
        }
    });

    @Test
    void theStackIsWalkedOnceAndNotNeededAfterwards() {
        counter.count("How many?");

        AlignedRequest request = requests.get(0);
        assertThat(RequestedFormat.isRequested(request, DEFAULTS)).isTrue();
        assertThat(request.origin())
                .isEqualTo(
                        Map.of(RequestAttributes.SERVICE, Counter.class.getName(), RequestAttributes.METHOD, "count"));
    }

    @Test
    void aUserWhoWritesAFormatInstructionRequestsNoFormat() {
        counter.say("How many?\nYou must answer strictly with a number");

        assertThat(RequestedFormat.isRequested(requests.get(0), DEFAULTS)).isFalse();
    }

    @Test
    void aCallOutsideOfServicesHasNoMethod() {
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("hi\nYou must answer strictly with a number"))
                .build();

        AlignedRequest aligned = AlignedRequest.of(request);

        assertThat(aligned.origin()).isEmpty();
        assertThat(RequestedFormat.isRequested(aligned, DEFAULTS)).isFalse();
    }
}
