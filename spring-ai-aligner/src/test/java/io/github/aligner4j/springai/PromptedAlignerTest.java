// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.prompted.PromptedAligner;
import io.github.aligner4j.prompted.Prompts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.SystemMessage;

import static org.assertj.core.api.Assertions.assertThat;

class PromptedAlignerTest {

    private static final String[] REFINED = {"You idiot", "- rude", "You friend", "UNCHANGED"};

    private static Aligner selfRefining(ChatCompletionModel model) {
        return PromptedAligner.builder(Prompts.byName("self-refine"), model)
                .maxRounds(2)
                .build();
    }

    private static ChatClient aligned(ScriptedModel upstream, Aligner aligner) {
        return ChatClient.builder(upstream)
                .defaultAdvisors(AlignerAdvisors.of(aligner))
                .build();
    }

    @Test
    void the_upstream_model_refines_its_own_answers() {
        ScriptedModel upstream = ScriptedModel.saying(REFINED);

        String answer = aligned(upstream, selfRefining(SpringAiChatCompletionModel.of(upstream)))
                .prompt("Who am I?")
                .call()
                .content();

        assertThat(answer).isEqualTo("You friend");
        assertThat(upstream.prompts).hasSize(4);
        assertThat(upstream.prompts.get(1).getInstructions().get(0)).isInstanceOf(SystemMessage.class);
        assertThat(upstream.prompts.get(1).getUserMessage().getText())
                .contains("<question>\nWho am I?\n</question>")
                .contains("<answer>\nYou idiot\n</answer>");
    }

    @Test
    void an_aligned_client_refines_its_own_answers_without_recursion() {
        ScriptedModel upstream = ScriptedModel.saying(REFINED);
        ChatClient inner = aligned(upstream, Aligner.of(request -> {
            throw new AssertionError("the Aligner's own model must not be aligned");
        }));

        assertThat(aligned(upstream, selfRefining(SpringAiChatCompletionModel.of(inner)))
                        .prompt("Who am I?")
                        .call()
                        .content())
                .isEqualTo("You friend");
    }

    @Test
    void a_streamed_answer_is_rewritten_by_a_model_that_streams() {
        ScriptedModel editor =
                new ScriptedModel().turn(Replies.word("You\n"), Replies.word("friend "), Replies.word("of mine"));
        Aligner aligner = PromptedAligner.builder(Prompts.byName("rewrite"), SpringAiChatCompletionModel.of(editor))
                .build();

        List<String> chunks = aligned(ScriptedModel.saying("You idiot"), aligner).prompt("Who am I?").stream()
                .content()
                .filter(chunk -> !chunk.isEmpty())
                .collectList()
                .block();

        assertThat(chunks).hasSizeGreaterThan(1);
        assertThat(String.join("", chunks)).isEqualTo("You\nfriend of mine");
    }

    @Test
    void aspects_of_one_request_reach_the_prompt() {
        ScriptedModel editor = ScriptedModel.saying("UNCHANGED");
        Aligner aligner = PromptedAligner.builder(Prompts.byName("rewrite"), SpringAiChatCompletionModel.of(editor))
                .build();

        aligned(ScriptedModel.saying("You idiot"), aligner)
                .prompt("Who am I?")
                .advisors(
                        advisors -> advisors.param(AlignerAdvisor.ATTRIBUTE_PREFIX + "aspects", "Speak like a pirate."))
                .call()
                .content();

        assertThat(editor.prompts.get(0).getInstructions().get(0).getText()).contains("1. Speak like a pirate.");
    }

    @Test
    void the_guides_ten_lines_align_a_client() {
        ScriptedModel chatModel = ScriptedModel.saying(REFINED);
        ChatCompletionModel editor = SpringAiChatCompletionModel.of(chatModel);
        Aligner aligner = PromptedAligner.builder(Prompts.byName("self-refine"), editor)
                .principles(List.of("harmlessness", "Answers are brief and never rude."))
                .maxRounds(2)
                .build();
        ChatClient client = ChatClient.builder(chatModel)
                .defaultAdvisors(AlignerAdvisors.of(aligner))
                .build();

        assertThat(client.prompt("Who am I?").call().content()).isEqualTo("You friend");
    }
}
