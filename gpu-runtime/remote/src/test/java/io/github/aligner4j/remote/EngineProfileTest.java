// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Engines are data, checked when they are read. */
class EngineProfileTest {

    @TempDir
    private Path folder;

    @Test
    void five_engines_are_known() {
        assertThat(EngineProfile.names()).containsExactlyInAnyOrder("vllm", "sglang", "llama-cpp", "ollama", "openai");
        assertThat(EngineProfile.names())
                .allMatch(name -> EngineProfile.byName(name).name().equals(name));
        assertThat(EngineProfile.byName("openai").completion()).isNull();
        assertThat(EngineProfile.byName("vllm").health()).isEqualTo("/health");
        assertThat(EngineProfile.byName("llama-cpp").metrics()).isEqualTo("/metrics");
    }

    @Test
    void another_name_is_refused_with_the_choices() {
        assertThatThrownBy(() -> RemoteEngine.builder("tgi"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("engine must be one of [llama-cpp, ollama, openai, sglang, vllm], but was 'tgi'");
    }

    @Test
    void a_misspelt_field_of_ones_own_profile_is_refused_by_name() throws IOException {
        String chat = "\"chat\": {\"generation\": {\"path\": \"/chat\", \"streaming\": \"SSE\", \"fields\": {},"
                + " \"response\": {\"finishReasons\": {}}}}";
        assertRefused("{\"name\": \"own\", \"titel\": \"My engine\", " + chat + "}", "titel");
        assertRefused("{\"name\": \"own\", " + chat.replace("path", "pfad") + "}", "path");
        assertRefused("{\"name\": \"own\"}", "needs 'completion' or 'chat'");
        assertRefused("{\"name\":", "no engine profile");
        assertRefused("{\"name\": \"own\", " + chat.replace("{},", "{\"topk\": \"/top_k\"},") + "}", "there is [topk]");
        assertRefused(
                "{\"name\": \"own\", \"completion\": {\"prompt\": \"IDS\"}}",
                "sends token ids, so it needs 'tokenization'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8000", "ftp://host", "http:///v1", "not a url", "http://"})
    void a_base_url_that_is_none_is_refused(String url) {
        assertThatThrownBy(() -> RemoteEngine.builder("vllm").baseUrl(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base-url")
                .hasMessageContaining("http://localhost:8000");
    }

    @Test
    void a_password_in_a_url_or_a_broken_key_is_refused_and_not_repeated() {
        assertThatThrownBy(() -> RemoteEngine.builder("vllm").baseUrl("http://me:secret@host/"))
                .hasMessageContaining("host 'host'")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> RemoteEngine.builder("vllm").apiKey("secret\n"))
                .hasMessageContaining("line break")
                .hasMessageNotContaining("secret");
    }

    @Test
    void settings_out_of_range_are_refused() {
        RemoteEngine.Builder builder = RemoteEngine.builder("vllm");

        assertThatThrownBy(() -> builder.maxConcurrentRequests(0)).hasMessageContaining("at least 1, but was 0");
        assertThatThrownBy(() -> builder.maxQueuedRequests(-1)).hasMessageContaining("at least 0, but was -1");
        assertThatThrownBy(() -> builder.contextTokens(0)).hasMessageContaining("at least 1, but was 0");
        assertThatThrownBy(() -> builder.responseTimeout(java.time.Duration.ZERO))
                .hasMessageContaining("above 0");
        assertThatThrownBy(builder::build).hasMessageContaining("base-url is not set");
        assertThatThrownBy(() -> builder.baseUrls(java.util.List.of())).hasMessageContaining("at least one URL");
    }

    private void assertRefused(String profile, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("own.json"), profile);

        assertThatThrownBy(() -> EngineProfile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
