// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import dev.langchain4j.model.chat.ChatModel;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.autoconfigure.AlignerAutoConfiguration;
import io.github.aligner4j.autoconfigure.AlignerFactory;
import io.github.aligner4j.autoconfigure.AlignerLangChain4jAutoConfiguration;
import io.github.aligner4j.documentation.Pages.CodeBlock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each YAML block of the pages is a configuration with which an application starts. Checkpoints, engines and chat models are
 * stand-ins; names, values and the relations between them are checked as in production.
 */
class YamlBlocksTest {

    /** The configuration of the command line's comparison, which CompareGuideTest reads. */
    private static final Set<String> OTHER_YAML = Set.of("docs/guide/compare.md");

    private static final Pattern OUR_KEY = Pattern.compile("(?m)^aligner[.:]");
    private static final Pattern LAYER_KEY = Pattern.compile("(?:guards|when):");
    private static final Pattern SPRING_KEY = Pattern.compile("(?m)^(?:management|spring)[.:]");
    private static final Pattern CHAT_MODELS =
            Pattern.compile("aligner\\.(?:exclude|.*\\.(?:chat-model|judge|applies-to))(?:\\[\\d+])?");
    private static final Pattern ALIGNERS = Pattern.compile(
            "aligner\\.chains\\..*\\.layers\\[\\d+](?:\\.aligner)?|aligner\\..*\\.(?:retry|routes\\[\\d+])\\.aligner|aligner\\..*\\.otherwise");
    private static final Pattern DEFINED = Pattern.compile("aligner\\.aligners\\.([^.]+)\\..*");

    @TempDir
    private Path folder;

    static List<CodeBlock> blocks() {
        return Pages.blocks("yaml")
                .filter(block -> !OTHER_YAML.contains(block.page()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void an_application_starts_with_it(CodeBlock block) {
        Properties properties = properties(block.code());

        runner(properties).run(context -> assertThat(context).as(block.place()).hasNotFailed());
    }

    @Test
    void each_block_configures_aligner4j_or_an_actuator() {
        assertThat(blocks())
                .hasSizeGreaterThan(15)
                .allSatisfy(block -> assertThat(isLayer(block.code())
                                || OUR_KEY.matcher(block.code()).find()
                                || SPRING_KEY.matcher(block.code()).find())
                        .as(block.place())
                        .isTrue());
    }

    private ApplicationContextRunner runner(Properties properties) {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AlignerAutoConfiguration.class, AlignerLangChain4jAutoConfiguration.class))
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addLast(new PropertiesPropertySource("page", properties)))
                .withPropertyValues("aligner.enabled=true", "AUDIT_KEY=key")
                .withBean(AlignerFactory.class, () -> (name, settings) -> Aligner.of(request -> request.answer()))
                .withBean("detector", Detector.class, () -> (request, context) -> Detection.of("none", 0));
        for (String file : List.of("aligner.audit.file", "aligner.recording.file")) {
            if (properties.containsKey(file)) {
                runner = runner.withPropertyValues(file + "=" + folder.resolve("lines.jsonl"));
            }
        }
        for (String model : values(properties, CHAT_MODELS)) {
            runner = runner.withBean(model, ChatModel.class, () -> Upstream.saying("Hello."));
        }
        Set<String> aligners = new TreeSet<>(values(properties, ALIGNERS));
        aligners.removeAll(defined(properties));
        aligners.remove("civility");
        for (String aligner : aligners) {
            runner = runner.withBean(aligner, Aligner.class, () -> Aligner.of(request -> request.answer()));
        }
        return runner;
    }

    private static Set<String> values(Properties properties, Pattern key) {
        return properties.stringPropertyNames().stream()
                .filter(name -> key.matcher(name).matches())
                .flatMap(name -> Stream.of(properties.getProperty(name).split(",", -1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> defined(Properties properties) {
        return properties.stringPropertyNames().stream()
                .flatMap(name -> DEFINED.matcher(name).results())
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }

    /** Returns whether the block is a layer, or settings of one. */
    private static boolean isLayer(String yaml) {
        return yaml.strip().startsWith("- aligner:") || LAYER_KEY.matcher(yaml).lookingAt();
    }

    private static String application(String code) {
        if (!isLayer(code)) {
            return code;
        }
        String layer = LAYER_KEY.matcher(code).lookingAt() ? "    - aligner: civility\n" + code.indent(6) : code;
        return "aligner:\n chains:\n  default:\n   layers:\n" + layer;
    }

    private static Properties properties(String code) {
        String yaml = application(code);
        YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
        factory.setResources(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
        Properties read = Objects.requireNonNull(factory.getObject());
        Properties properties = new Properties();
        read.forEach((key, value) -> properties.setProperty(key.toString(), value.toString()));
        return properties;
    }
}
