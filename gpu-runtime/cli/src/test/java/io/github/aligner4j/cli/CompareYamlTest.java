// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.cli.CompareSystem.Checkpoint;
import io.github.aligner4j.cli.CompareSystem.Prompted;
import io.github.aligner4j.cli.CompareSystem.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CompareYamlTest {

    private static final String ALL = """
        title: Support answers
        seed: 7
        chat-models:
          small:
            engine: vllm
            base-url: [http://gpu-1:8000, http://gpu-2:8000]
            model: qwen
            api-key-env: KEY
            contents-are-text: true
            timeout: 90s
            price: {input: 0.1, output: 0.4, currency: EUR}
        systems:
          civil: {checkpoint: embedded, adapter: "embedded:empathy", strength: 1.5, copy-bias: 2, price: {input: 0, output: 0, currency: EUR}}
          careful:
            prompt: self-refine
            chat-model: small
            principles: [harmlessness, Be brief.]
            max-rounds: 2
            temperature: 0.3
            max-new-tokens: 300
            conversation: false
            description: our present prompt
          both: {stack: [careful, civil]}
          twice: civil+civil
        judges: small
        aspects: [civility]
        baselines: [civil]
        """;

    private static CompareConfig parse(String yaml) {
        return new CompareYaml(YamlNode.parse(Path.of("compare.yaml"), yaml)).config();
    }

    @Test
    void systems_and_chat_models_are_read_with_all_their_options() {
        CompareConfig config = parse(ALL);

        assertThat(config.title()).isEqualTo("Support answers");
        assertThat(config.seed()).hasValue(7);
        assertThat(config.currency()).isEqualTo("EUR");
        ChatModelSpec small = config.chatModel("small");
        assertThat(small.endpoint().orElseThrow().baseUrls()).hasSize(2);
        assertThat(small.endpoint().orElseThrow().timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.systems().keySet()).containsExactly("civil", "careful", "both", "twice");
        Checkpoint civil = (Checkpoint) config.systemList().get(0).kind();
        assertThat(civil.adapters()).containsExactly("embedded:empathy");
        assertThat(civil.options().strength()).hasValue(1.5);
        CompareSystem careful = config.systemList().get(1);
        assertThat(careful.explained()).isEqualTo("our present prompt, without the conversation");
        assertThat(((Prompted) careful.kind()).options().maxRounds()).hasValue(2);
        Stack both = (Stack) config.systemList().get(2).kind();
        assertThat(both.layers()).extracting(CompareSystem::name).containsExactly("careful", "civil");
        assertThat(config.judging().judges()).containsExactly("small");
        assertThat(config.judging().baselines()).containsExactly("civil");
        assertThat(config.usedChatModels()).isEqualTo(List.of("small"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "systms: {}|compare.yaml:1: 'systms' is unknown; known are aspects, baselines, chat-models,",
                "systems: {a: {checkpoint: embedded, strenght: 1}}|compare.yaml:1: 'strenght' is unknown; known are"
                        + " adapter,",
                "systems: {a: {checkpoint: embedded, strength: much}}|'strength' must be a number, but is 'much'",
                "systems: {a: {checkpoint: embedded, prompt: rewrite}}|'a' needs exactly one of 'checkpoint',"
                        + " 'prompt', 'file' and 'stack', but has checkpoint, prompt",
                "systems: {a: {description: x}}|but has none",
                "systems: {a: {prompt: rewrite}}|'prompt' needs a 'chat-model' beside it",
                "systems: {a: {stack: [embedded]}}|'stack': a stack needs at least two systems, but has 1",
                "systems: {original: embedded}|compare.yaml:1: a system must not be named 'original'",
                "systems: {a: embedded, a: embedded}|compare.yaml:1: 'a' appears twice; remove one",
                "chat-models: {m: {model: x}}|'m' needs either 'checkpoint' or 'base-url'",
                "chat-models: {m: {checkpoint: x, model: y}}|'model' has no effect on a chat model with a"
                        + " 'checkpoint'; remove it",
                "chat-models: {m: {base-url: 'http://x', timeout: soon}}|'timeout': a duration must be above zero,"
                        + " such as 90s or 2m, but was 'soon'",
                "chat-models: {m: {base-url: 'http://x', price: {input: 1}}}|'price' needs 'output'",
                "chat-models: {m: {base-url: 'http://x', price: {input: -1, output: 1}}}|the price of a million input"
                        + " tokens must be at least 0, but was -1.0",
                "scores: {s: {detector: embedded}}|'s' needs the 'label' whose probability is the score",
                "seed: x|'seed' must be a whole number of at least 0, but is 'x'",
                "title: [|compare.yaml:1: no YAML:",
                "- a|'the file' must be a mapping of names to values",
            })
    void a_mistake_is_an_error_with_its_line(String yaml, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(yaml)).withMessageContaining(message);
    }

    @Test
    void the_line_of_a_mistake_is_that_of_its_key() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> parse("title: x\n\nsystems:\n  a:\n    checkpoint: embedded\n    strenght:\n      1\n"))
                .withMessageStartingWith("compare.yaml:6: 'strenght' is unknown");
    }

    @Test
    void prices_in_two_currencies_are_refused() {
        CompareConfig config = parse("""
            chat-models:
              a: {base-url: "http://x", price: {input: 1, output: 1, currency: EUR}}
              b: {base-url: "http://y", price: {input: 1, output: 1}}
            """);

        assertThatIllegalArgumentException()
                .isThrownBy(config::currency)
                .withMessage("all prices must be in one currency, but there are EUR and USD; convert them");
    }
}
