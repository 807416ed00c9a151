// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.Cancellation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.aligner4j.runtime.scheduling.SteppedDevice.SCRIPT;
import static io.github.aligner4j.runtime.scheduling.SteppedDevice.generation;
import static io.github.aligner4j.runtime.scheduling.SteppedDevice.request;
import static io.github.aligner4j.runtime.scheduling.SteppedDevice.text;
import static org.assertj.core.api.Assertions.assertThat;

/** Beginnings that were read before, or ahead. A token is a character here; each prompt has one before its first. */
class PrefixReuseTest {

    private static final String HEAD = "the constant head of a template: ";
    private static final int HEAD_TOKENS = HEAD.length() + 1;

    private final SteppedDevice device = new SteppedDevice(SCRIPT, new BatchLimits(64, 4, 64, 16), 2000, 1000);

    @AfterEach
    void all_memory_is_given_back() {
        assertThat(device.cachesLeft()).isZero();
        assertThat(device.status().memory().usedBytes()).isZero();
    }

    @Test
    void a_prompt_that_begins_as_an_earlier_one_is_read_from_where_it_differs() {
        device.submit(request(HEAD + "one of several questions"));
        device.finish();
        int before = device.model().rowsRead();
        QueuedRequest second = device.submit(request(HEAD + "another"));
        device.finish();

        assertThat(text(second)).isEqualTo(SCRIPT);
        assertThat(generation(second).reusedTokens()).isEqualTo(HEAD_TOKENS);
        assertThat(device.model().rowsRead() - before).isLessThan(HEAD_TOKENS + SCRIPT.length());
        PrefixReuse reuse = device.status().prefixes();
        assertThat(reuse.reusedTokens()).isEqualTo(HEAD_TOKENS);
        assertThat(reuse.promptTokens())
                .isEqualTo(2 * (HEAD_TOKENS + 1) + "one of several questions".length() + "another".length());
        assertThat(reuse.entries()).isEqualTo(2);
    }

    @Test
    void the_same_prompt_again_reads_one_token() {
        device.submit(request(HEAD));
        device.finish();
        QueuedRequest again = device.submit(request(HEAD));
        device.step();

        assertThat(device.model().lastPass()).hasSize(1).allMatch(rows -> rows <= 8);
        device.finish();
        assertThat(text(again)).isEqualTo(SCRIPT);
        assertThat(generation(again).reusedTokens()).isEqualTo(HEAD_TOKENS);
        assertThat(device.status().prefixes().entries()).isEqualTo(1);
    }

    @Test
    void a_prompt_borrows_from_one_that_still_runs() {
        QueuedRequest first = device.submit(request(HEAD + "one"));
        device.step();
        QueuedRequest second = device.submit(request(HEAD + "another"));
        device.finish();

        assertThat(List.of(text(first), text(second))).containsOnly(SCRIPT);
        assertThat(generation(second).reusedTokens()).isEqualTo(HEAD_TOKENS);
    }

    @Test
    void a_few_tokens_are_not_worth_it() {
        device.submit(request("short"));
        device.finish();
        QueuedRequest second = device.submit(request("sho"));
        device.finish();

        assertThat(generation(second).reusedTokens()).isZero();
    }

    @Test
    void the_prefix_used_longest_ago_goes_first() {
        device.submit(request("a".repeat(300)));
        device.submit(request("b".repeat(300)));
        device.finish();
        device.submit(request("a".repeat(200) + "!"));
        device.finish();
        device.submit(request("c".repeat(300)));
        device.finish();

        assertThat(device.status().prefixes().bytes()).isLessThanOrEqualTo(1000);
        QueuedRequest kept = device.submit(request("a".repeat(200)));
        QueuedRequest gone = device.submit(request("b".repeat(200)));
        device.finish();
        assertThat(generation(kept).reusedTokens()).isEqualTo(201);
        assertThat(generation(gone).reusedTokens()).isZero();
    }

    @Test
    void without_memory_for_them_none_are_kept() {
        SteppedDevice plain = new SteppedDevice(SCRIPT, new BatchLimits(64, 4, 64, 16), 2000, 0);
        plain.submit(request(HEAD));
        plain.finish();
        QueuedRequest again = plain.submit(request(HEAD));
        plain.finish();

        assertThat(generation(again).reusedTokens()).isZero();
        assertThat(plain.status().prefixes().entries()).isZero();
        assertThat(plain.cachesLeft()).isZero();
    }

    @Test
    void what_was_prepared_is_not_read_again() {
        device.prepare(HEAD + "the answer so far");
        device.finish();
        int before = device.model().rowsRead();
        assertThat(before).isEqualTo(HEAD_TOKENS + "the answer so far".length());
        QueuedRequest whole = device.submit(request(HEAD + "the answer so far, and its end"));
        device.step();

        assertThat(device.model().lastPass()).hasSize(1);
        assertThat(device.model().rowsRead() - before).isLessThan(", and its end>".length() + 8);
        device.finish();
        assertThat(text(whole)).isEqualTo(SCRIPT);
        assertThat(generation(whole).reusedTokens()).isEqualTo(before);
    }

    @Test
    void a_preparation_is_read_in_small_pieces() {
        device.prepare(HEAD);
        device.steps(2);

        assertThat(device.model().passes()).containsExactly(List.of(16), List.of(16));
        device.finish();
    }

    @Test
    void a_preparation_takes_little_beside_requests_and_nothing_while_one_waits() {
        for (int i = 0; i < 4; i++) {
            device.submit(request(3));
        }
        device.step();
        device.prepare(HEAD);
        device.step();
        assertThat(device.model().lastPass()).containsExactly(1, 1, 1, 1, 4);
        device.submit(request(3));
        device.step();
        assertThat(device.model().lastPass()).containsExactly(1, 1, 1, 1);
        device.finish();
    }

    @Test
    void a_request_takes_over_what_its_preparation_has_read_so_far() {
        device.prepare(HEAD + "x".repeat(100));
        device.steps(2);
        QueuedRequest whole = device.submit(request(HEAD + "x".repeat(100)));
        device.finish();

        assertThat(text(whole)).isEqualTo(SCRIPT);
        assertThat(generation(whole).reusedTokens()).isEqualTo(32);
        assertThat(device.status().prefixes().entries()).isEqualTo(1);
    }

    @Test
    void a_longer_preparation_stands_for_the_shorter_ones() {
        device.prepare(HEAD);
        device.step();
        for (int i = 1; i < 30; i++) {
            device.prepare(HEAD + "x".repeat(i));
        }
        device.finish();

        assertThat(device.model().rowsRead()).isEqualTo(HEAD_TOKENS + 29);
        assertThat(device.status().prefixes().entries()).isEqualTo(1);
    }

    @Test
    void a_preparation_taken_back_is_dropped() {
        Cancellation running = device.prepare(HEAD);
        device.step();
        Cancellation waiting = device.prepare("something else entirely");
        running.cancel();
        waiting.cancel();
        device.finish();

        assertThat(device.model().rowsRead()).isEqualTo(16);
        assertThat(device.status().memory().usedBytes()).isZero();
    }

    @Test
    void a_preparation_that_fails_or_finds_no_memory_is_forgotten() {
        device.model().beforePass(segments -> {
            throw new IllegalStateException("broken");
        });
        device.prepare(HEAD);
        device.finish();
        device.model().beforePass(segments -> {});
        device.model().beforeCache(() -> {
            throw new OutOfMemoryError("no device memory");
        });
        device.prepare(HEAD);
        device.finish();
        device.model().beforeCache(() -> {});

        assertThat(device.status().memory().usedBytes()).isZero();
        assertThat(device.status().failed()).isZero();
    }

    @Test
    void a_request_in_need_gets_the_memory_of_a_preparation() {
        device.prepare("y".repeat(900));
        device.step();
        QueuedRequest large = device.submit(request("z".repeat(900)));
        device.finish();

        assertThat(text(large)).isEqualTo(SCRIPT);
        assertThat(device.status().memory().preemptions()).isZero();
    }
}
