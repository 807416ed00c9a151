// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UpstreamAddressTest {

    @Test
    void credentials_are_sent_but_are_no_part_of_the_address() {
        UpstreamAddress address = UpstreamAddress.parse("https://us%40er:pa%3Ass@host:81/v1?key=a%26b&version=1#part");

        assertThat(address.url()).isEqualTo("https://host:81/v1");
        assertThat(address.query()).isEqualTo(Map.of("key", "a&b", "version", "1"));
        assertThat(address.headers()).isEqualTo(Map.of("Authorization", "Basic dXNAZXI6cGE6c3M="));
    }

    @Test
    void an_address_without_credentials_stays_as_it_is() {
        assertThat(UpstreamAddress.parse("http://[::1]:11434/v1"))
                .isEqualTo(new UpstreamAddress("http://[::1]:11434/v1", Map.of(), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://user:secret#1@host/v1", "https://user:sec ret@host", "user:secret@host", "ftp://secret"
            })
    void what_is_no_address_is_refused_without_repeating_it(String text) {
        assertThatThrownBy(() -> UpstreamAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OPENAI_BASE_URL")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void neither_labels_nor_logged_properties_show_credentials() {
        UpstreamProperties properties = new UpstreamProperties(
                "secret-1",
                "https://user:secret-2@host/v1?key=secret-3",
                "some-model",
                "",
                Duration.ofSeconds(1),
                Duration.ZERO);

        assertThat(properties.label()).isEqualTo("some-model at https://host/v1");
        assertThat(properties.toString() + properties.server()).doesNotContain("secret");
    }
}
