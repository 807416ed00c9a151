// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate;

import io.github.aligner4j.chattemplate.TestTemplates.Case;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Compares with transformers' {@code apply_chat_template}; {@code tests/golden/make_chat_templates.py} made the references. */
class RenderedTemplatesTest {

    static Stream<Case> cases() {
        return TestTemplates.names().stream().flatMap(name -> TestTemplates.cases(name).stream());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aPublishedTemplateIsRenderedAsTransformersDoes(Case each) {
        ChatTemplate template = TestTemplates.template(each.template());
        if (each.text() == null) {
            assertThatThrownBy(() -> template.render(each.input())).isInstanceOf(ChatTemplateException.class);
        } else {
            assertThat(template.rendered(each.input()).plain()).isEqualTo(each.text());
        }
    }
}
