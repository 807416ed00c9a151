// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;

/** No word of the upstream model's reaches a reader, however its answer is cut, numbered, repeated and ended. */
class StreamLeakTest {

    private static final String WORD = "zebra";
    private static final Aligner CAREFUL = (request, context) -> Correction.of(request.answer(), "ok");

    @Property(tries = 500)
    void no_word_of_the_upstream_model_reaches_a_reader(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int generations, @ForAll boolean numbered) {
        Random random = new Random(seed);
        List<ChatResponse> chunks = new ArrayList<>();
        List<StringBuilder> originals = new ArrayList<>();
        // Without numbers, all chunks are taken for parts of one answer.
        for (int i = 0; i < (numbered ? generations : 1); i++) {
            originals.add(new StringBuilder());
        }
        int pieces = 1 + random.nextInt(12);
        for (int i = 0; i < pieces; i++) {
            chunks.add(chunk(random, originals, numbered));
        }
        chunks.add(last(random, originals));

        List<ChatClientResponse> sent = Advised.stream(CAREFUL, chunks.toArray(ChatResponse[]::new));

        assertThat(sent).allSatisfy(response -> assertThat(shown(response)).doesNotContain(WORD));
    }

    @Property(tries = 300)
    void no_word_of_the_upstream_model_reaches_a_caller(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int generations) {
        Random random = new Random(seed);
        List<Generation> results = new ArrayList<>();
        StringBuilder originals = new StringBuilder();
        for (int i = 0; i < generations; i++) {
            originals = new StringBuilder();
            for (int words = 0; words < 6; words++) {
                originals.append(piece(random));
            }
            results.add(generation(random, originals.toString(), originals, Map.of("index", i)));
        }
        ChatResponse reply = new ChatResponse(results, metadata(random, repeated(originals)));

        assertThat(Advised.call(CAREFUL, reply))
                .allSatisfy(response -> assertThat(shown(response)).doesNotContain(WORD));
    }

    @Test
    void what_repeats_the_text_is_left_out_and_everything_else_stays() {
        String answer = "the zebra is an idiot of an animal";
        AssistantMessage message = AssistantMessage.builder()
                .content(answer)
                .properties(Map.of("role", "assistant", "content", answer, "reasoningContent", "say: " + answer))
                .build();
        ChatGenerationMetadata generation = ChatGenerationMetadata.builder()
                .finishReason("STOP")
                .metadata("logprobs", List.of("the", "zebra"))
                .metadata("seed", 7)
                .build();
        ChatResponse reply = new ChatResponse(
                List.of(new Generation(message, generation)),
                ChatResponseMetadata.builder()
                        .id("r-1")
                        .usage(new DefaultUsage(3, 5))
                        .keyValue("fingerprint", "f-7")
                        .keyValue("anthropic-response", Map.of("content", List.of(Map.of("text", answer))))
                        .build());

        for (ChatResponse sent : List.of(
                require(Advised.call(CAREFUL, reply).get(0).chatResponse()),
                require(last(Advised.stream(CAREFUL, reply)).chatResponse()))) {
            Generation result = require(sent.getResult());
            assertThat(result.getOutput().getMetadata())
                    .containsEntry("role", "assistant")
                    .containsEntry("reasoningContent", "say: " + answer)
                    .doesNotContainKey("content");
            assertThat(result.getMetadata().getFinishReason()).isEqualTo("STOP");
            assertThat(result.getMetadata().<Integer>get("seed")).isEqualTo(7);
            assertThat(result.getMetadata().containsKey("logprobs")).isFalse();
            assertThat(sent.getMetadata().<String>get("fingerprint")).isEqualTo("f-7");
            assertThat(sent.getMetadata().containsKey("anthropic-response")).isFalse();
            assertThat(sent.getMetadata().getUsage().getTotalTokens()).isEqualTo(8);
        }
    }

    /** What is shorter can't be told from words that are there by chance. */
    private static String repeated(CharSequence originals) {
        return originals.toString().strip().length() < 12 ? originals.toString() : "all: " + originals;
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private static String piece(Random random) {
        return List.of(WORD, WORD + " ", "", "\n", "a " + WORD + " in the garden of the house ", "{\"" + WORD, "x")
                .get(random.nextInt(7));
    }

    private static ChatResponse chunk(Random random, List<StringBuilder> originals, boolean numbered) {
        if (random.nextInt(8) == 0) {
            return new ChatResponse(List.of(), metadata(random, originals.get(0)));
        }
        int index = random.nextInt(originals.size());
        String piece = piece(random);
        originals.get(index).append(piece);
        Map<String, Object> number = numbered ? Map.of("index", index) : Map.of();
        return new ChatResponse(
                List.of(generation(random, piece, originals.get(index), number)),
                metadata(random, originals.get(index)));
    }

    private static Generation generation(Random random, String piece, CharSequence so_far, Map<String, Object> number) {
        Map<String, Object> properties = new HashMap<>(number);
        properties.put("role", "assistant");
        if (random.nextBoolean() && !piece.isBlank()) {
            properties.put("text", piece);
        }
        if (random.nextBoolean() && so_far.length() > 16) {
            properties.put("content", so_far.toString());
        }
        ChatGenerationMetadata.Builder metadata = ChatGenerationMetadata.builder();
        if (random.nextBoolean()) {
            metadata.metadata("logprobs", List.of(piece));
        }
        if (random.nextInt(6) == 0) {
            metadata.finishReason(random.nextBoolean() ? "STOP" : "length");
        }
        return new Generation(
                AssistantMessage.builder().content(piece).properties(properties).build(), metadata.build());
    }

    private static ChatResponseMetadata metadata(Random random, CharSequence so_far) {
        ChatResponseMetadata.Builder metadata =
                ChatResponseMetadata.builder().id("r-1").model("m");
        if (random.nextBoolean() && so_far.length() > 16) {
            metadata.keyValue("response", so_far.toString());
        }
        if (random.nextBoolean()) {
            metadata.usage(new DefaultUsage(1, 2));
        }
        return metadata.build();
    }

    private static ChatResponse last(Random random, List<StringBuilder> originals) {
        return random.nextBoolean()
                ? Replies.text("")
                : new ChatResponse(List.of(), metadata(random, originals.get(0)));
    }

    /** Everything of a response but what the advisor itself tells of its corrections. */
    private static String shown(ChatClientResponse response) {
        ChatResponse reply = require(response.chatResponse());
        StringBuilder shown = new StringBuilder();
        reply.getMetadata().entrySet().forEach(entry -> shown.append(entry));
        for (Generation generation : reply.getResults()) {
            shown.append(generation.getOutput());
            generation.getMetadata().entrySet().forEach(entry -> shown.append(entry));
        }
        return shown.toString();
    }
}
