// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Correction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClientResponse;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** A stream of very many chunks takes time and memory in proportion to them. */
class StreamGrowthTest {

    private static final int CHUNKS = 20_000;
    private static final int TRIES = 5;

    private static long nanos(int chunks, String piece) {
        Flux<ChatClientResponse> stream = Flux.range(0, chunks).map(i -> Advised.response(Replies.word(piece)));
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long started = System.nanoTime();
            List<ChatClientResponse> sent = Advised.stream(
                    Advised.advisor((request, context) -> Correction.of(request.answer(), request.answer())), stream);
            best = Math.min(best, System.nanoTime() - started);
            assertThat(sent).hasSizeLessThan(10);
        }
        return best;
    }

    private static void assertLinear(String piece) {
        nanos(CHUNKS / 10, piece);
        assertThatCode(() -> {
                    for (int i = 0; i < TRIES; i++) {
                        if (nanos(2 * CHUNKS, piece) <= 3 * nanos(CHUNKS, piece)) {
                            return;
                        }
                    }
                    throw new AssertionError("twice the chunks took more than three times the time, again and again");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void twice_the_chunks_take_no_more_than_three_times_the_time() {
        assertLinear("a ");
        assertLinear("\n");
        assertLinear("{");
    }

    @Test
    void two_hundred_thousand_chunks_are_no_trouble() {
        Flux<ChatClientResponse> stream = Flux.range(0, 200_000).map(i -> Advised.response(Replies.word("a")));

        assertThat(Advised.stream(
                                Advised.advisor((request, context) -> Correction.of(
                                        request.answer(),
                                        String.valueOf(request.answer().length()))),
                                stream)
                        .get(0)
                        .toString())
                .contains("200000");
    }
}
