// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.testkit.ScriptedAligner;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Must-do 15: a model that is found twice must not be aligned twice, and can be taken out again. */
class IdempotenceTest {

    private final Aligner civil = ScriptedAligner.replacing("idiot", "friend");
    private final Aligner other = ScriptedAligner.replacing("idiot", "friend");
    private final ChatModel upstream = new ScriptedChatModel("you idiot");
    private final StreamingChatModel streaming = new ScriptedStreamingChatModel("you idiot");

    @Test
    void wrapping_twice_with_the_same_aligner_returns_the_same_model() {
        AlignedChatModel once = AlignedChatModel.wrap(upstream, civil);
        AlignedStreamingChatModel streamingOnce = AlignedStreamingChatModel.wrap(streaming, civil);

        assertThat(AlignedChatModel.wrap(once, civil)).isSameAs(once);
        assertThat(AlignedStreamingChatModel.wrap(streamingOnce, civil)).isSameAs(streamingOnce);
    }

    @Test
    void an_aligner_further_down_counts_too() {
        AlignedChatModel both = AlignedChatModel.wrap(AlignedChatModel.wrap(upstream, civil), other);
        AlignedStreamingChatModel streamingBoth =
                AlignedStreamingChatModel.wrap(AlignedStreamingChatModel.wrap(streaming, civil), other);

        assertThat(AlignedChatModel.wrap(both, civil)).isSameAs(both);
        assertThat(AlignedStreamingChatModel.wrap(streamingBoth, civil)).isSameAs(streamingBoth);
    }

    @Test
    void the_same_aligner_with_other_options_is_refused() {
        AlignedChatModel once = AlignedChatModel.wrap(upstream, civil);
        AlignedModelBuilder<AlignedChatModel> again =
                AlignedChatModel.builder(once, civil).options(AlignmentOptions.DEFAULT.withConversationDepth(2));

        assertThatThrownBy(again::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the model is already aligned by this Aligner with AlignmentOptions[")
                .hasMessageContaining("unwrap it first to align it with ");
    }

    @Test
    void the_marker_tells_what_is_wrapped_and_unwrapping_finds_the_bottom() {
        AligningModel<ChatModel> aligned = AlignedChatModel.wrap(upstream, civil);
        AligningModel<StreamingChatModel> alignedStreaming = AlignedStreamingChatModel.wrap(streaming, civil);

        assertThat(aligned.upstream()).isSameAs(upstream);
        assertThat(aligned.aligner()).isSameAs(civil);
        assertThat(alignedStreaming.upstream()).isSameAs(streaming);
        assertThat(alignedStreaming.aligner()).isSameAs(civil);
        assertThat(AlignedChatModel.unwrap(AlignedChatModel.wrap((AlignedChatModel) aligned, other)))
                .isSameAs(upstream);
        assertThat(AlignedChatModel.unwrap(upstream)).isSameAs(upstream);
        assertThat(AlignedStreamingChatModel.unwrap((AlignedStreamingChatModel) alignedStreaming))
                .isSameAs(streaming);
    }
}
