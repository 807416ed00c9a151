// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.answer.SentenceSplitter.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SentenceSplitterTest {

    private static final int LENGTH = 60_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|Hello there. ",
                "|word ",
                "|x",
                "|\n",
                "| ",
                "|[",
                "|{\"a\":",
                "|\n{\"a\":",
                "|{\"",
                "|\n[1, ",
                "|\n[1] x",
                "|{\"a\":1}\n",
                "```|a\n",
                "```|\n``",
                "|\n```\na\n```\n",
                "|\n```",
                "|`",
                "|\n~~",
                "|e\u0301",
                "|\ud83d",
                "|\u4f60\u3002"
            })
    void each_character_is_inspected_a_bounded_number_of_times(String pattern) {
        String repeated = pattern.substring(pattern.indexOf('|') + 1);
        String text = pattern.substring(0, pattern.indexOf('|')) + repeated.repeat(LENGTH / repeated.length());

        for (int chunk : List.of(1, 5, 1_000, text.length())) {
            SentenceSplitter splitter = new SentenceSplitter();
            for (int start = 0; start < text.length(); start += chunk) {
                splitter.append(text.substring(start, Math.min(text.length(), start + chunk)));
                while (splitter.next() != null) {
                    assertThat(splitter.consumed()).isPositive();
                }
            }
            while (splitter.last() != null) {
                assertThat(splitter.ended()).isEqualTo(splitter.consumed() == text.length());
            }
            assertThat(splitter.inspected()).as("chunks of %d", chunk).isLessThan(64L * text.length());
        }
    }

    @Test
    void the_segments_are_the_text_however_it_is_cut() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            StreamedText streamed = StreamedText.random(random);
            SentenceSplitter splitter = new SentenceSplitter();
            List<Segment> segments = new ArrayList<>();
            for (String chunk : streamed.chunks()) {
                splitter.append(chunk);
                add(segments, splitter.next());
            }
            Segment last = splitter.last();
            while (last != null) {
                add(segments, last);
                last = splitter.last();
            }
            StringBuilder joined = new StringBuilder();
            segments.forEach(segment -> joined.append(segment.text()));
            assertThat(joined.toString()).as("seed %d", seed).isEqualTo(streamed.whole());
            assertThat(segments).allMatch(segment -> segment.block() || fences(segment.text()) % 2 == 0);
        }
    }

    @Test
    void a_segment_never_splits_a_character() {
        SentenceSplitter splitter = new SentenceSplitter();
        String family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";
        for (char c : family.repeat(500).toCharArray()) {
            splitter.append(String.valueOf(c));
            Segment next = splitter.next();
            assertThat(next == null ? "" : next.text()).matches("(" + family + ")*");
        }
        assertThat(splitter.consumed()).isPositive();
    }

    private static void add(List<Segment> segments, @Nullable Segment segment) {
        if (segment != null) {
            segments.add(segment);
        }
    }

    /** Returns the number of lines that look like the beginning or end of a fence; marks within a line are none. */
    private static long fences(String text) {
        return text.lines().filter(line -> line.strip().equals("```")).count();
    }
}
