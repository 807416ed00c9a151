// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each number in README.md is that of the page where it is measured or stated. A line of {@code readme-numbers.tsv} has words of
 * README.md, a path, and words in that file, with {@code #} for numbers: the file must have the words with the same numbers.
 * Code, links and names such as Java 17 are left out.
 */
class NumbersTest {

    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.,-])\\d[\\d,]*(?:\\.\\d+)?(?![\\w-]|\\.\\d)");
    private static final Pattern NO_MEASUREMENT = Pattern.compile(
            "(?s)```.*?```|`[^`]*`|(?<=\\])\\([^)]*\\)"
                    + "|(?:JDK|Java|LangChain4j|Spring AI|Boot|Apache|Llama|NeurIPS|Aligner|arXiv:|Gemma|Granite)[ -]?\\d[\\d.]*B?");
    private static final String README =
            NO_MEASUREMENT.matcher(Pages.read(Pages.ROOT.resolve("README.md"))).replaceAll("");

    private record Source(String words, String file, String wordsThere) {

        Stream<List<String>> numbersHere() {
            return numbers(words, README);
        }

        Stream<List<String>> numbersThere() {
            return numbers(wordsThere, Pages.read(Pages.ROOT.resolve(file)));
        }

        private static Stream<List<String>> numbers(String words, String text) {
            return pattern(words).matcher(text).results().map(match -> NumbersTest.numbers(match.group()));
        }
    }

    @Test
    void each_number_has_a_source() {
        String text = README;
        for (Source source : sources()) {
            text = pattern(source.words()).matcher(text).replaceAll("");
        }

        assertThat(numbers(text)).as("without a line in readme-numbers.tsv").isEmpty();
    }

    @Test
    void each_source_has_the_same_numbers() {
        assertThat(sources())
                .isNotEmpty()
                .allSatisfy(source -> assertThat(source.numbersHere())
                        .as(source.words())
                        .isNotEmpty()
                        .allSatisfy(here -> assertThat(source.numbersThere())
                                .as(source.file() + ": " + source.wordsThere())
                                .anyMatch(there -> there.containsAll(here))));
    }

    private static List<String> numbers(String text) {
        return NUMBER.matcher(text).results().map(MatchResult::group).toList();
    }

    private static Pattern pattern(String words) {
        return Pattern.compile(
                Stream.of(words.split("#", -1)).map(Pattern::quote).collect(Collectors.joining(NUMBER.pattern())));
    }

    private static List<Source> sources() {
        try (InputStream lines = Objects.requireNonNull(NumbersTest.class.getResourceAsStream("readme-numbers.tsv"))) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .map(columns -> new Source(columns[0], columns[1], columns[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
