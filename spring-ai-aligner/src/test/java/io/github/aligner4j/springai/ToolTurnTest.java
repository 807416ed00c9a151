// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.RequestAttributes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;

/** Aligners and gates know text beside a tool call by an attribute of the request. */
class ToolTurnTest {

    private final List<String> turns = new CopyOnWriteArrayList<>();

    private final Aligner telling = Aligner.of((CorrectionRequest request) -> {
        turns.add(request.answer() + " " + request.attributes().get(RequestAttributes.TOOL_TURN));
        return request.answer();
    });

    private ChatClient client(ScriptedModel model) {
        return ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.of(telling))
                .defaultTools(
                        FunctionToolCallback.builder("weather", () -> "sun").build())
                .build();
    }

    @Test
    void text_beside_a_tool_call_is_marked_and_other_text_is_not() {
        client(new ScriptedModel().turn(Replies.toolCall("Let me check.")).turn(Replies.word("It is sunny.")))
                .prompt("hi")
                .call()
                .content();

        assertThat(turns).containsExactly("Let me check. true", "It is sunny. null");
    }

    @Test
    void so_it_is_in_a_stream() {
        client(new ScriptedModel()
                        .turn(Replies.word("Let me "), Replies.toolCall("check."))
                        .turn(Replies.word("It is sunny.")))
                .prompt("hi")
                .stream()
                .content()
                .collectList()
                .block();

        assertThat(turns).containsExactly("Let me check. true", "It is sunny. null");
    }
}
