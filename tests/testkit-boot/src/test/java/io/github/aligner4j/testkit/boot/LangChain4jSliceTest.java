// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import dev.langchain4j.model.chat.ChatModel;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.autoconfigure.AlignerFactory;
import io.github.aligner4j.completion.ModelOverloadedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@AlignerTest
@Import(ChatConfiguration.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LangChain4jSliceTest {

    @Autowired
    private ScriptedAligners aligners;

    @Autowired
    private ChatModel model;

    @Autowired
    private CorrectedLayers corrected;

    @BeforeEach
    void forget() {
        corrected.names.clear();
    }

    @Test
    @Order(1)
    void a_chat_model_is_aligned_by_a_scripted_aligner() {
        aligners.get("civility").correctBy(request -> request.answer().replace("damn", "darn"));

        assertThat(model.chat("Well?")).isEqualTo("darn it");
        assertThat(aligners.get("civility").requests())
                .extracting(CorrectionRequest::question)
                .containsExactly("Well?");
    }

    @Test
    @Order(2)
    void the_script_of_the_test_before_is_gone() {
        assertThat(aligners.get("civility").requests()).isEmpty();
        assertThat(model.chat("Well?")).isEqualTo("damn it");
    }

    @Test
    void a_failure_fails_the_call() {
        aligners.get("civility").failNext(new ModelOverloadedException(4));

        assertThatThrownBy(() -> model.chat("Well?")).isInstanceOf(AlignerException.class);
        assertThat(model.chat("Well?")).isEqualTo("damn it");
    }

    @Test
    void listeners_are_scanned_and_no_checkpoint_is_loaded(@Autowired ApplicationContext context) {
        model.chat("Well?");

        assertThat(corrected.names).containsExactly("civility");
        assertThat(context.getBean(AlignerFactory.class)).isSameAs(aligners);
    }

    @Test
    void other_components_and_auto_configurations_are_not_loaded(@Autowired ApplicationContext context) {
        assertThat(context.getBeanNamesForType(NeedsADatabase.class)).isEmpty();
        assertThat(context.containsBean("taskExecutorBuilder")).isFalse();
        assertThat(context.containsBean("applicationTaskExecutor")).isFalse();
    }

    @Test
    void an_aligner_that_no_chain_uses_is_an_error_that_names_the_others() {
        assertThatThrownBy(() -> aligners.get("politeness"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no scripted Aligner 'politeness'; the chains of this test use [civility],"
                        + " so define aligner.aligners.politeness and add it to a chain");
    }
}
