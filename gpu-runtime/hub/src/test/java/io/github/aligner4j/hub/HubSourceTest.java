// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HubSourceTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "hf://aligner/aligner-7b-v1.0, aligner/aligner-7b-v1.0, -, -",
                "hf://org/repo@v1.0, org/repo, v1.0, -",
                "hf://org/repo/lora, org/repo, -, lora",
                "hf://org/repo@0123456789abcdef0123456789abcdef01234567/a/b c/d, org/repo, "
                        + "0123456789abcdef0123456789abcdef01234567, a/b c/d",
                "hf://org/repo@refs/pr/10, org/repo, refs/pr/10, -",
                "hf://org/repo@refs/pr/10/lora, org/repo, refs/pr/10, lora",
                "hf://org/repo@feature%2Fx/lora, org/repo, feature/x, lora"
            })
    void a_source_is_read_and_written_in_the_same_form(String text, String repository, String revision, String folder) {
        HubSource source = HubSource.parse(text);

        assertThat(source)
                .isEqualTo(new HubSource(repository, revision, folder))
                .hasToString(text);
        assertThat(HubSource.isHub(text)).isTrue();
    }

    @Test
    void the_form_of_huggingface_hub_with_a_type_is_read_too() {
        assertThat(HubSource.parse("hf://models/org/repo@main")).hasToString("hf://org/repo@main");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf://",
                "hf://org",
                "hf://org/",
                "hf:///repo",
                "hf://org/repo/",
                "hf://org/repo@",
                "hf://org/repo@/x",
                "hf://org/repo//x",
                "hf://org/repo/../x",
                "hf://org/repo/a/./b",
                "hf://org/repo/a\\..\\b",
                "hf://org/repo/a?b",
                "hf://org/repo/%2e%2e",
                "hf://org/repo@../x",
                "hf://org/repo@a%2F..%2Fb",
                "hf://../repo",
                "hf://org/..",
                "hf://o--rg/repo",
                "hf://org/repo.git",
                "hf://org/re po",
                "HF://org/repo",
                "https://huggingface.co/org/repo",
                "org/repo",
                "hf://datasets/org/data",
                "hf://models/org"
            })
    void another_form_is_refused_with_the_right_one(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HubSource.parse(text))
                .withMessageEndingWith("; a model on the hub is written hf://ORG/REPO[@REVISION][/SUBFOLDER], such as "
                        + "hf://aligner/aligner-7b-v1.0@main");
    }

    @Test
    void only_a_full_commit_is_pinned() {
        HubSource source = HubSource.of("org/repo");

        assertThat(source.isPinned()).isFalse();
        assertThat(source.at("0123456").isPinned()).isFalse();
        assertThat(source.at("0123456789abcdef0123456789abcdef01234567").isPinned())
                .isTrue();
        assertThat(source.revisionOrMain()).isEqualTo("main");
        assertThat(source.name()).isEqualTo("repo");
    }
}
