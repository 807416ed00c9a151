// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.prompted.PromptRole;
import io.github.aligner4j.prompted.PromptedAligner;
import io.github.aligner4j.prompted.Prompts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PromptedAlignerTest {

    private static Aligner selfRefining(ChatModel model) {
        return PromptedAligner.builder(Prompts.byName("self-refine"), LangChain4jChatCompletionModel.of(model))
                .maxRounds(2)
                .build();
    }

    @Test
    void the_upstream_model_refines_its_own_answers() {
        ScriptedChatModel upstream = new ScriptedChatModel("You idiot", "- rude", "You friend", "UNCHANGED");

        String answer = AlignedChatModel.wrap(upstream, selfRefining(upstream)).chat("Who am I?");

        assertThat(answer).isEqualTo("You friend");
        assertThat(upstream.requests).hasSize(4);
        assertThat(upstream.requests.get(0).messages()).containsExactly(UserMessage.from("Who am I?"));
        assertThat(upstream.requests.get(1).messages().get(0)).isInstanceOf(SystemMessage.class);
        assertThat(((UserMessage) upstream.requests.get(1).messages().get(1)).singleText())
                .contains("<question>\nWho am I?\n</question>")
                .contains("<answer>\nYou idiot\n</answer>");
    }

    @Test
    void an_aligned_model_refines_its_own_answers_without_recursion() {
        ScriptedChatModel upstream = new ScriptedChatModel("You idiot", "- rude", "You friend", "UNCHANGED");
        ChatModel inner = AlignedChatModel.wrap(upstream, Aligner.of(request -> {
            throw new AssertionError("the Aligner's own model must not be aligned");
        }));

        assertThat(AlignedChatModel.wrap(upstream, selfRefining(inner)).chat("Who am I?"))
                .isEqualTo("You friend");
    }

    @Test
    void an_aligned_model_that_a_decorator_hides_is_found_out() {
        ChatModel[] aligned = new ChatModel[1];
        ChatModel hiding = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return aligned[0].chat(request);
            }
        };
        aligned[0] = AlignedChatModel.wrap(new ScriptedChatModel("You idiot"), selfRefining(hiding));

        assertThatThrownBy(() -> aligned[0].chat("Who am I?"))
                .isInstanceOf(CompletionModelException.class)
                .hasMessageContaining("is itself corrected by that Aligner");
    }

    @Test
    void aspects_and_deadlines_of_one_request_reach_the_prompt() {
        ScriptedChatModel editor = new ScriptedChatModel("UNCHANGED");
        ChatModel aligned = AlignedChatModel.wrap(
                new ScriptedChatModel("You idiot"),
                PromptedAligner.builder(Prompts.byName("rewrite"), LangChain4jChatCompletionModel.of(editor))
                        .build());

        aligned.chat(ChatRequest.builder()
                .messages(UserMessage.from("Who am I?"))
                .parameters(AlignmentParameters.builder()
                        .attribute("aspects", List.of("humour", "Speak like a pirate."))
                        .build())
                .build());

        assertThat(((SystemMessage) editor.requests.get(0).messages().get(0)).text())
                .contains("1. Humour:")
                .contains("2. Speak like a pirate.");
    }

    @Test
    void a_streamed_answer_is_rewritten_by_a_streaming_model() {
        ScriptedStreamingChatModel editor = new ScriptedStreamingChatModel("You\n", "friend ", "of mine");
        RecordingHandler handler = new RecordingHandler();

        AlignedStreamingChatModel.wrap(
                        new ScriptedStreamingChatModel("You ", "idiot"),
                        PromptedAligner.builder(Prompts.byName("rewrite"), LangChain4jChatCompletionModel.of(editor))
                                .build())
                .chat("Who am I?", handler);

        handler.await();
        assertThat(handler.text()).isEqualTo("You\nfriend of mine");
        assertThat(handler.texts).hasSizeGreaterThan(1);
    }

    @Test
    void an_interrupted_caller_makes_no_further_calls() {
        ScriptedChatModel editor = new ScriptedChatModel("- rude") {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                Thread.currentThread().interrupt();
                return super.doChat(request);
            }
        };

        assertThatThrownBy(() -> AlignedChatModel.wrap(new ScriptedChatModel("You idiot"), selfRefining(editor))
                        .chat("Who am I?"))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(editor.requests).hasSize(1);
    }

    @Test
    void the_guides_ten_lines_align_a_model() {
        ScriptedChatModel chatModel = new ScriptedChatModel("You idiot", "You friend");
        ChatCompletionModel editor = LangChain4jChatCompletionModel.of(chatModel);
        Aligner aligner = PromptedAligner.builder(Prompts.byName("rewrite"), editor)
                .principles(List.of("harmlessness", "Answers are brief and never rude."))
                .timeout(Duration.ofSeconds(20))
                .build();
        ChatModel aligned = AlignedChatModel.wrap(chatModel, aligner);

        assertThat(aligned.chat("Who am I?")).isEqualTo("You friend");
    }

    @Test
    void the_guides_roles_have_models_of_their_own() {
        ChatCompletionModel base = LangChain4jChatCompletionModel.of(new ScriptedChatModel("unused"));
        ScriptedChatModel selecting = new ScriptedChatModel("2");
        ChatCompletionModel feedbackAdapter = LangChain4jChatCompletionModel.of(new ScriptedChatModel("- rude"));
        ChatCompletionModel editAdapter = LangChain4jChatCompletionModel.of(new ScriptedChatModel("You friend"));
        ChatCompletionModel selectAdapter = LangChain4jChatCompletionModel.of(selecting);
        Aligner aligner = PromptedAligner.builder(Prompts.byName("feedback-edit-select"), base)
                .model(PromptRole.FEEDBACK, feedbackAdapter)
                .model(PromptRole.EDIT, editAdapter)
                .model(PromptRole.SELECT, selectAdapter)
                .build();

        assertThat(AlignedChatModel.wrap(new ScriptedChatModel("You idiot"), aligner)
                        .chat("Who am I?"))
                .isEqualTo("You friend");
        assertThat(selecting.requests).hasSize(1);
    }

    @Test
    void the_guide_has_these_snippets_and_spring_ais() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs/guide/prompted.md"))) {
            root = Objects.requireNonNull(root.getParent(), "no folder above has docs/guide");
        }
        Path tests = Path.of("src/test/java/io/github/aligner4j");
        String sources = words(Files.readString(root.resolve("langchain4j-aligner")
                        .resolve(tests)
                        .resolve("langchain4j/PromptedAlignerTest.java"))
                + Files.readString(
                        root.resolve("spring-ai-aligner").resolve(tests).resolve("springai/PromptedAlignerTest.java")));

        List<String> snippets = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(root.resolve("docs/guide/prompted.md")))
                .results()
                .map((MatchResult match) -> words(match.group(1)))
                .toList();

        assertThat(snippets)
                .hasSize(3)
                .allSatisfy(snippet -> assertThat(sources).contains(snippet));
    }

    /** Ignores indentation and line breaks, which the formatter chooses. */
    private static String words(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }
}
