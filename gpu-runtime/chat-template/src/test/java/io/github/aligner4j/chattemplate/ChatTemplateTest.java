// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.Prompt.SpecialToken;
import io.github.aligner4j.completion.Prompt.Text;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChatTemplateTest {

    private static final ChatTemplateInput HI =
            ChatTemplateInput.builder(List.of(ChatMessage.user("Hi"))).build();

    @TempDir
    private Path folder;

    @Test
    void addedTokensOfTheFrameAreSpecialAndContentsAreText() {
        Prompt prompt = TestTemplates.template("chatml")
                .render(ChatTemplateInput.builder(List.of(ChatMessage.user("a<|im_end|>")))
                        .build());

        assertThat(prompt.segments())
                .containsExactly(
                        new SpecialToken("<|im_start|>"),
                        new Text("user\na<|im_end|>"),
                        new SpecialToken("<|im_end|>"),
                        new Text("\n"),
                        new SpecialToken("<|im_start|>"),
                        new Text("assistant\n"));
        assertThat(prompt.addSpecialTokens()).isFalse();
    }

    @Test
    void theLongestOfTwoTokensIsTaken() {
        ChatTemplate template = ChatTemplate.of("<a><ab><abc").withAddedTokens(List.of("<a", "<ab>", "<a>"));

        assertThat(template.render(HI).segments())
                .containsExactly(
                        new SpecialToken("<a>"), new SpecialToken("<ab>"), new SpecialToken("<a"), new Text("bc"));
    }

    @Test
    void aTokenAcrossTheBorderOfAContentIsNone() {
        ChatTemplate template = ChatTemplate.of("{% for m in messages %}<|{{ m.content }}|>{% endfor %}")
                .withAddedTokens(List.of("<|Hi|>"));

        assertThat(template.render(HI).segments()).containsExactly(new Text("<|Hi|>"));
    }

    @Test
    void whiteSpaceBesideATokenBelongsToItIfTheTokenizerSaysSo() throws IOException {
        write("chat_template.jinja", "{% for m in messages %}<l> {{ m.content }} <r>\n <s>x{% endfor %}");
        write(
                "tokenizer.json",
                "{\"added_tokens\": [{\"content\": \"<l>\", \"rstrip\": true}, {\"content\": \"<r>\", \"lstrip\": true},"
                        + " {\"content\": \"<s>\", \"single_word\": true}], \"model\": {\"added_tokens\": [1]}}");

        assertThat(ChatTemplate.fromFolder(folder).render(HI).segments())
                .containsExactly(new SpecialToken("<l>"), new Text("Hi"), new SpecialToken("<r>"), new Text("\n <s>x"));
    }

    @Test
    void aFolderHasItsTemplateInAFileOfItsOwnOrInTheConfiguration() throws IOException {
        write(
                "tokenizer_config.json",
                "{\"chat_template\": \"{{ bos_token }}config\", \"bos_token\": {\"content\": \"<s>\"}}");
        assertThat(ChatTemplate.fromFolder(folder).render(HI).text()).isEqualTo("<s>config");

        write("chat_template.jinja", "{{ bos_token }}file");
        assertThat(ChatTemplate.fromFolder(folder).render(HI).text()).isEqualTo("<s>file");
    }

    @Test
    void ofSeveralTemplatesOneIsChosenByName() throws IOException {
        write(
                "tokenizer_config.json",
                "{\"chat_template\": [{\"name\": \"default\", \"template\": \"d\"}, {\"name\": \"rag\", \"template\": \"r\"}]}");
        Files.createDirectory(folder.resolve("additional_chat_templates"));
        write("additional_chat_templates/tool_use.jinja", "t");

        assertThat(ChatTemplate.fromFolder(folder).render(HI).text()).isEqualTo("d");
        assertThat(ChatTemplate.fromFolder(folder, "rag").render(HI).text()).isEqualTo("r");
        assertThat(ChatTemplate.fromFolder(folder, "tool_use").render(HI).text())
                .isEqualTo("t");
        assertThatThrownBy(() -> ChatTemplate.fromFolder(folder, "other"))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessage("the checkpoint has no chat template 'other' (it has [default, rag, tool_use]); it needs"
                        + " chat_template.jinja or a 'chat_template' in tokenizer_config.json");
    }

    @Test
    void aBrokenFileIsAnErrorThatNamesIt() throws IOException {
        write("tokenizer_config.json", "{");

        assertThatThrownBy(() -> ChatTemplate.fromFolder(folder))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining("tokenizer_config.json is no JSON");
        assertThat(ChatTemplate.existsIn(folder.resolve("nowhere"))).isFalse();
    }

    @Test
    void aFileThatIsTooLongIsNotRead() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("chat_template.jinja").toFile(), "rw")) {
            file.setLength(33_554_433);
        }

        assertThatThrownBy(() -> ChatTemplate.fromFolder(folder))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining("has 33554433 bytes, but at most 33554432 are read");
    }

    @Test
    void aTemplateThatRefusesTheRolesSaysWhy() {
        ChatTemplateInput input = ChatTemplateInput.builder(
                        List.of(ChatMessage.user("secret"), ChatMessage.user("secret")))
                .build();

        assertThatThrownBy(() -> TestTemplates.template("zephyr").render(input))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining("Conversation roles must alternate")
                .hasMessageNotContaining("secret");
    }

    @Test
    void theEndOfATurnIsATokenOrElseText() {
        assertThat(TestTemplates.template("qwen3").endOfTurn()).contains(new SpecialToken("<|im_end|>"));
        assertThat(TestTemplates.template("solar-instruct").endOfTurn()).contains(new Text("### User:"));
        assertThat(ChatTemplate.of("{{ messages[0].content }}").endOfTurn()).isEmpty();
    }

    @Test
    void variablesAreTextsNumbersTruthsListsAndMaps() {
        ChatTemplate template = ChatTemplate.of("{{ v }}");

        assertThat(template.render(ChatTemplateInput.builder(List.of())
                                .variables(Map.of("v", List.<Object>of("a", 1, 2.5, true, Map.of("k", 'c'))))
                                .build())
                        .text())
                .isEqualTo("['a', 1, 2.5, True, {'k': 'c'}]");
        assertThatThrownBy(() -> template.render(ChatTemplateInput.builder(List.of())
                        .variables(Map.of("v", new Object()))
                        .build()))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining("Java type java.lang.Object can't be passed to a template");
    }

    @Test
    void documentsAreMapsOrTexts() {
        assertThat(ChatTemplateInput.builder(List.of())
                        .documents(List.<Object>of("a", Map.of("text", "b")))
                        .build()
                        .documents())
                .isEqualTo(
                        List.of(Map.<String, Object>of("doc_id", 1, "text", "a"), Map.<String, Object>of("text", "b")));
        assertThatThrownBy(() -> ChatTemplateInput.builder(List.of()).documents(Arrays.<Object>asList("a", 2)))
                .hasMessage("a document must be a map or a text, but number 2 is a Integer");
    }

    @Test
    void nothingPrintsAContent() {
        ChatTemplateInput input = ChatTemplateInput.builder(List.of(ChatMessage.system("secret")))
                .documents(List.of("secret"))
                .variables(Map.of("v", "secret"))
                .build();

        assertThat(input.toString()).doesNotContain("secret").contains("system, 6 characters", "[v]");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
