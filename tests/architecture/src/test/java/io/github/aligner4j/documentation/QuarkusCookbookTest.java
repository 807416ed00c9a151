// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import dev.langchain4j.model.chat.ChatModel;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.runtime.CheckpointAligner;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Qualifier;
import jakarta.inject.Singleton;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The recipe of docs/guide/cookbook.md for Quarkus, without a container. */
class QuarkusCookbookTest {

    @Qualifier @Retention(RetentionPolicy.RUNTIME)
    @interface Aligned {}

    @ApplicationScoped
    static class AlignedModels {

        @Produces
        @Singleton
        CheckpointAligner civility() {
            return CheckpointAligner.embedded();
        }

        void close(@Disposes CheckpointAligner civility) {
            civility.close();
        }

        @Produces
        @Aligned
        @Singleton
        ChatModel aligned(ChatModel upstream, CheckpointAligner civility) {
            return AlignedChatModel.wrap(upstream, civility);
        }
    }

    @Test
    void beans_of_quarkus_are_made_by_a_producer() {
        AlignedModels producer = new AlignedModels();
        CheckpointAligner embedded = producer.civility();

        assertThat(producer.aligned(Upstream.saying("It is a clear answer."), embedded)
                        .chat("How?"))
                .isEqualTo("It is a clear answer.");

        producer.close(embedded);
    }
}
