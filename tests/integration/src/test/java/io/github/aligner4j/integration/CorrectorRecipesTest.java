// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.integration;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.autoconfigure.AlignerAutoConfiguration;
import io.github.aligner4j.autoconfigure.AlignerChains;
import io.github.aligner4j.autoconfigure.AlignerLangChain4jAutoConfiguration;
import io.github.aligner4j.golden.GoldenCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/** The configurations in docs/guide/correctors.md, each with the real part in so far as it can run here. */
class CorrectorRecipesTest {

    private static final Path GUIDE = Path.of("..", "..", "docs", "guide", "correctors.md");
    private static final Pattern YAML = Pattern.compile("\\n## ([^\\n]+)\\n\\n```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final int MAX_LINES = 15;

    @TempDir
    private Path folder;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(AlignerAutoConfiguration.class, AlignerLangChain4jAutoConfiguration.class));

    @Test
    void each_configuration_has_at_most_fifteen_lines() {
        Matcher yaml = YAML.matcher(guide());
        List<String> blocks = yaml.results().map(block -> block.group(2)).toList();

        assertThat(blocks)
                .hasSize(7)
                .allSatisfy(block -> assertThat(block.lines().count()).isLessThanOrEqualTo(MAX_LINES));
    }

    @Test
    void a_guardian_detects_and_corrects_by_a_trained_checkpoint() {
        recipe("Granite Guardian in the JVM")
                .withPropertyValues(
                        "aligner.aligners.harmless.checkpoint=" + golden("guardian"),
                        "aligner.aligners.harmless.adapter=" + golden("guardian-lora"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    Correction correction = context.getBean(AlignerChains.class)
                            .get("default")
                            .correct(CorrectionRequest.of("Hello?", "Hello, my friend."));
                    LayerTrace layer = correction.layers().get(0);
                    assertThat(layer.detections()).extracting(Detection::label).containsAnyOf("harm", "profanity");
                });
    }

    @Test
    void a_guardian_of_factuality_needs_the_io_yaml_of_its_adapter() {
        Path adapter = golden("guardian-lora");
        recipe("Answers grounded in retrieved passages")
                .withPropertyValues(
                        "aligner.aligners.grounded.checkpoint=" + golden("guardian"),
                        "aligner.aligners.grounded.adapter=" + adapter,
                        "aligner.aligners.grounded.detector-adapter=" + adapter)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("io.yaml"));
    }

    @Test
    void the_upstream_model_corrects_its_own_answer_without_recursion() {
        recipe("A prompted Aligner")
                .withBean("supportChatModel", ChatModel.class, Editor::new)
                .run(context -> {
                    ChatModel aligned = context.getBean(ChatModel.class);
                    assertThat(aligned.chat("Is my code good?")).isEqualTo("It can be improved.");
                });
    }

    @Test
    void a_checkpoint_behind_an_engine_gets_the_raw_prompt_of_its_template() {
        try (FakeOllama ollama = new FakeOllama("aligner-7b", " It can be improved.")) {
            recipe("A checkpoint behind an engine")
                    .withPropertyValues(
                            "aligner.aligners.harmless.base-url[0]=" + ollama.url(),
                            "aligner.aligners.harmless.base-url[1]=" + ollama.url())
                    .run(context -> {
                        assertThat(corrected(context.getBean(AlignerChains.class), "It is a damn mess."))
                                .isEqualTo("It can be improved.");
                        assertThat(ollama.completionRequests())
                                .last()
                                .asString()
                                .contains("\"raw\":true", "BEGINNING OF CONVERSATION", "It is a damn mess.");
                    });
        }
    }

    @Test
    void a_model_that_is_not_in_the_cache_of_the_hub_is_not_fetched_offline() {
        recipe("Models on the hub")
                .withPropertyValues("aligner.hub.cache=" + folder.resolve("empty"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("aligner/aligner-7b-v1.0")
                        .hasMessageContaining("the network is not used")
                        .hasMessageContaining("aligner download hf://aligner/aligner-7b-v1.0"));
    }

    @Test
    void a_router_sends_each_answer_to_the_aligners_that_are_right_for_it() {
        recipe("The right corrector for each answer")
                .withBean("disclaimer", Aligner.class, () -> Aligner.of(request -> request.answer() + " Ask a doctor."))
                .run(context -> {
                    AlignerChains chains = context.getBean(AlignerChains.class);
                    assertThat(chains.get("default")
                                    .correct(CorrectionRequest.of(
                                            "What is the right dose?", "Take one pill in the morning with some water."))
                                    .answer())
                            .endsWith("Ask a doctor.");
                    assertThat(corrected(chains, "This is the damn answer to your question, and it is right."))
                            .doesNotContain("damn");
                });
    }

    @Test
    void aspects_are_in_the_prompt_of_metaaligner() {
        try (FakeOllama ollama = new FakeOllama("metaaligner-7b", "It can be improved.")) {
            recipe("Aspects of MetaAligner")
                    .withPropertyValues("aligner.aligners.better.base-url=" + ollama.url())
                    .run(context -> {
                        assertThat(corrected(context.getBean(AlignerChains.class), "It is a damn mess."))
                                .isEqualTo("It can be improved.");
                        assertThat(ollama.completionRequests())
                                .last()
                                .asString()
                                .contains("Answers are brief.");
                    });
        }
    }

    private static String corrected(AlignerChains chains, String answer) {
        return chains.get("default")
                .correct(CorrectionRequest.of("Is my code good?", answer))
                .answer();
    }

    private Path golden(String name) {
        return GoldenCheckpoint.unpack(name, folder).folder();
    }

    private ApplicationContextRunner recipe(String title) {
        Matcher yaml = YAML.matcher(guide());
        while (yaml.find()) {
            if (yaml.group(1).equals(title)) {
                Properties properties = properties(yaml.group(2));
                return runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addLast(new PropertiesPropertySource("guide", properties)));
            }
        }
        throw new AssertionError("the guide has no configuration '" + title + "'");
    }

    private static Properties properties(String yaml) {
        YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
        factory.setResources(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
        return Objects.requireNonNull(factory.getObject());
    }

    private static String guide() {
        try {
            return Files.readString(GUIDE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A model that is rude, unless it is asked to give feedback or to correct. */
    private static final class Editor implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            boolean asAligner = request.messages().stream().anyMatch(SystemMessage.class::isInstance);
            String reply = asAligner ? editor(request) : "It is a damn mess.";
            return ChatResponse.builder().aiMessage(AiMessage.from(reply)).build();
        }

        private static String editor(ChatRequest request) {
            String all = request.toString();
            if (all.contains("It can be improved.")) {
                return "UNCHANGED";
            }
            return all.contains("Rude: damn.") ? "It can be improved." : "Rude: damn.";
        }
    }
}
