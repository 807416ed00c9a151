package io.github.aligner4j.runtime;

import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.generation.SequenceFactory;
import io.github.aligner4j.runtime.scheduling.SchedulerSettings;
import io.github.aligner4j.runtime.scripted.ByteTokenizer;
import io.github.aligner4j.runtime.scripted.ScriptedCausalLanguageModel;
import io.github.aligner4j.testkit.CompletionModelContract;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScriptedCompletionModelTest extends CompletionModelContract {

    private final ScriptedCausalLanguageModel network =
            new ScriptedCausalLanguageModel("Überaus höflich, 😀 every word of it; ".repeat(9), 512);
    private final TorchCompletionModel model = new TorchCompletionModel(
            new LoadedModel(
                    network,
                    new SequenceFactory(new ByteTokenizer(), Set.of(ByteTokenizer.END), 512, 1),
                    "cpu",
                    "float32",
                    Duration.ofSeconds(2)),
            SchedulerSettings.defaults("scripted"));

    @AfterEach
    void close() {
        model.close();
    }

    @Override
    protected CompletionModel model() {
        return model;
    }

    @Override
    protected Prompt prompt() {
        return Prompt.of("How? >");
    }

    @Test
    void it_counts_tokens_and_tells_its_limits() {
        assertThat(model.countTokens(Prompt.of("é>"))).isEqualTo(4);
        assertThat(model.contextTokens()).isEqualTo(512);
        assertThat(model.loadTime()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void its_status_tells_what_it_did_and_that_it_is_closed() {
        model.complete(CompletionRequest.builder(prompt()).build());
        model.close();

        RuntimeStatus status = model.status();
        assertThat(status.completed()).isEqualTo(1);
        assertThat(status.closed()).isTrue();
        assertThat(status.device()).isEqualTo("cpu");
        assertThat(status.dtype()).isEqualTo("float32");
    }

    @Test
    void closing_frees_the_network_once_and_ends_all_use() {
        model.close();
        model.close();

        assertThat(network.isClosed()).isTrue();
        assertThatThrownBy(
                        () -> model.complete(CompletionRequest.builder(prompt()).build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model 'scripted' is closed");
        assertThatThrownBy(() -> model.countTokens(prompt())).hasMessage("model 'scripted' is closed");
    }
}
