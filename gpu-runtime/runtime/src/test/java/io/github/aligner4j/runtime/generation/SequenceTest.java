// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.PromptTooLongException;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.drafting.PassCost;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.ModelVariants;
import io.github.aligner4j.runtime.model.PromptTokenizer;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.scripted.ByteTokenizer;
import io.github.aligner4j.runtime.scripted.ScriptedCausalLanguageModel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SequenceTest {

    private static final Prompt PROMPT = Prompt.of("ask>");
    private static final int CONTEXT = 64;

    private final ScriptedCausalLanguageModel model = new ScriptedCausalLanguageModel("wörld!", CONTEXT);
    private final SequenceFactory factory =
            new SequenceFactory(new ByteTokenizer(), Set.of(ByteTokenizer.END), CONTEXT, 1);

    @Test
    void it_ends_with_the_end_of_sequence_token_which_is_counted_but_has_no_text() {
        Generation generation = run(request());

        assertThat(generation.completion().text()).isEqualTo("wörld!");
        assertThat(generation.completion().finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(generation.completion().usage().promptTokens()).isEqualTo(5);
        assertThat(generation.completion().usage().completionTokens()).isEqualTo(8);
        assertThat(generation.tokenIds()).hasSize(8).endsWith(ByteTokenizer.END);
        assertThat(generation.forwardPasses()).isEqualTo(9);
    }

    @Test
    void the_prompt_is_read_in_chunks_and_each_token_once() {
        run(request());

        assertThat(model.passes()).containsExactly(3, 2, 1, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void it_ends_at_the_limit_of_new_tokens_and_replaces_half_a_character() {
        Generation generation = run(request().sampling(SamplingParameters.GREEDY.withMaxNewTokens(2)));

        assertThat(generation.completion().text()).isEqualTo("w\uFFFD");
        assertThat(generation.completion().finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void it_goes_on_to_the_context_limit_if_end_of_sequence_is_ignored() {
        Sequence sequence = factory.create(request().build(), GenerationOptions.IGNORE_END_OF_SEQUENCE);

        Generation generation = run(sequence);

        assertThat(generation.tokenIds()).hasSize(CONTEXT - 5);
        assertThat(generation.completion().text()).isEqualTo("wörld!");
        assertThat(generation.completion().finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void it_ends_at_a_stop_string() {
        Generation generation = run(request().stop(List.of("rl")));

        assertThat(generation.completion().text()).isEqualTo("wö");
        assertThat(generation.completion().finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(generation.tokenIds()).hasSize(5);
    }

    @Test
    void text_held_for_a_stop_string_is_part_of_the_text_when_the_sequence_ends() {
        Generation generation = run(request().stop(List.of("!!")));

        assertThat(generation.completion().text()).isEqualTo("wörld!");
    }

    @Test
    void sampling_goes_through_the_logits() {
        SamplingParameters sampled =
                SamplingParameters.GREEDY.withTemperature(0.1).withSeed(1);

        assertThat(run(request().sampling(sampled)).completion().text()).isEqualTo("wörld!");
    }

    @Test
    void where_short_passes_are_avoided_an_adapter_starts_in_one_of_its_own() {
        ModelVariants variants = new ModelVariants(
                Map.of("", OptionalDouble.empty(), "kind", OptionalDouble.empty()), Map.of("kind", List.of((int) '<')));
        SequenceFactory exact = new SequenceFactory(
                new ByteTokenizer(),
                new CopyConstraints(new ByteTokenizer(), new BitSet()),
                EndOfTurn.of(Set.of(ByteTokenizer.END), Optional.empty(), new ByteTokenizer()),
                CONTEXT,
                1,
                PassCost.CPU,
                4,
                variants);
        CompletionRequest request =
                CompletionRequest.builder(Prompt.of("before<>")).adapter("kind").build();
        Sequence sequence = exact.create(request, GenerationOptions.DEFAULT);

        assertThat(sequence.variant().baseTokens()).isEqualTo(7);
        assertThat(sequence.next(0, 64))
                .extracting(SequenceStep::size, SequenceStep::scored)
                .containsExactly(7, false);
        assertThat(sequence.next(0, 5).size()).isEqualTo(5);
        assertThat(sequence.next(7, 64))
                .extracting(SequenceStep::size, SequenceStep::scored)
                .containsExactly(4, true);
        // The three tokens of the base are too few for a pass, but four of the adapter are read beside them.
        assertThat(sequence.next(4, 64).size()).isEqualTo(3 + 4);
        assertThat(exact.withPasses(PassCost.CPU, 1)
                        .create(request, GenerationOptions.DEFAULT)
                        .next(0, 64)
                        .pending())
                .hasSize(9);
    }

    @Test
    void a_prompt_that_leaves_no_room_is_refused_with_the_numbers() {
        CompletionRequest request =
                CompletionRequest.builder(Prompt.of("x".repeat(CONTEXT))).build();

        assertThatThrownBy(() -> factory.create(request, GenerationOptions.DEFAULT))
                .isInstanceOf(PromptTooLongException.class)
                .hasMessageContaining("65 tokens")
                .hasMessageContaining("at most 64 less 1");
    }

    @Test
    void a_prompt_that_just_fits_gets_one_token() {
        Generation generation = run(CompletionRequest.builder(Prompt.of(">" + "x".repeat(CONTEXT - 3))));

        assertThat(generation.tokenIds()).hasSize(1);
    }

    @Test
    void a_prompt_without_tokens_is_refused() {
        SequenceFactory bare = new SequenceFactory(new NoTokens(), Set.of(), CONTEXT, 1);

        assertThatThrownBy(() -> bare.create(request().build(), GenerationOptions.DEFAULT))
                .hasMessage("the prompt has no token, but a model needs at least 1 to continue");
    }

    @Test
    void the_tokens_of_a_completion_are_those_that_forcing_it_gives() {
        List<Integer> said = factory.completionTokens(PROMPT, "no");

        assertThat(said).containsExactly((int) 'n', (int) 'o', ByteTokenizer.END);
        GenerationOptions forced = GenerationOptions.DEFAULT.withForced(said);
        assertThat(run(factory.create(request().build(), forced)).tokenIds()).isEqualTo(said);
        assertThat(factory.completionTokens(PROMPT, "")).containsExactly(ByteTokenizer.END);
    }

    @Test
    void a_stop_string_of_half_a_character_is_refused() {
        CompletionRequest request = request().stop(List.of("\uDE00")).build();

        assertThatThrownBy(() -> factory.create(request, GenerationOptions.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one half of a surrogate pair");
    }

    @Test
    void reserved_tokens_must_fit_the_context() {
        assertThatThrownBy(() -> new SequenceFactory(new ByteTokenizer(), Set.of(), 64, 64))
                .hasMessage(
                        "reserved-tokens must be at least 1 and below the model's context of 64 tokens, but was 64");
    }

    @Test
    void an_unfinished_sequence_has_no_outcome() {
        Sequence sequence = factory.create(request().build(), GenerationOptions.DEFAULT);

        assertThatThrownBy(() -> sequence.generation(CompletionTimings.NONE))
                .hasMessage("the sequence is not finished yet");
    }

    private static CompletionRequest.Builder request() {
        return CompletionRequest.builder(PROMPT);
    }

    private Generation run(CompletionRequest.Builder request) {
        return run(factory.create(request.build(), GenerationOptions.DEFAULT));
    }

    private Generation run(Sequence sequence) {
        List<String> pieces = new ArrayList<>();
        try (KeyValueCache cache = model.newCache(sequence.capacity(), ModelVariant.BASE)) {
            while (!sequence.finished()) {
                SequenceStep step = sequence.next(cache.length(), 3);
                Scores scores = model.forward(List.of(step.segment(cache))).get(0);
                pieces.add(sequence.accept(step, scores, cache));
            }
        }
        Generation generation = sequence.generation(CompletionTimings.NONE);
        assertThat(String.join("", pieces)).isEqualTo(generation.completion().text());
        return generation;
    }

    private record NoTokens() implements PromptTokenizer {

        @Override
        public int[] encode(Prompt prompt) {
            return new int[0];
        }

        @Override
        public String decode(int[] tokenIds) {
            return "";
        }

        @Override
        public int vocabularySize() {
            return 1;
        }

        @Override
        public void close() {}
    }
}
