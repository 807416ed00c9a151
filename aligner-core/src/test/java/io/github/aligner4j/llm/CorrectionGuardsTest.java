// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.routing.OpenNlpLanguageDetector;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CorrectionGuardsTest {

    private static final String ENGLISH = "You should restart the computer and read the manual, you fool.";
    private static final String GERMAN = "Du solltest den Rechner neu starten und das Handbuch lesen, mein Freund.";

    private static final List<CorrectionGuard> KEEPING = List.of(
            CorrectionGuards.keepsJsonStructure(),
            CorrectionGuards.keepsMarkdown(),
            CorrectionGuards.keepsCode(),
            CorrectionGuards.keepsLinks(),
            CorrectionGuards.keepsNumbers(),
            CorrectionGuards.maxEditRatio(0));

    private static Optional<String> objection(CorrectionGuard guard, String answer, String corrected) {
        return guard.objection(CorrectionRequest.of("q", answer), corrected);
    }

    private static boolean passes(CorrectionGuard guard, String answer, String corrected) {
        return objection(guard, answer, corrected).isEmpty();
    }

    @Example
    void json_may_change_in_the_values_of_strings_alone() {
        CorrectionGuard guard = CorrectionGuards.keepsJsonStructure();

        assertThat(passes(guard, "{\"a\": [1, \"fool\", null]}", "{\"a\":[1,\"friend\",null]}"))
                .isTrue();
        assertThat(passes(guard, "```json\n{\"a\":1}\n```", "```json\n{\"a\": 1}\n```"))
                .isTrue();
        assertThat(passes(guard, "no JSON", "{\"a\":1}")).isTrue();
        for (String changed : List.of(
                "{\"b\": [1, \"fool\"]}",
                "{\"a\": [2, \"fool\"]}",
                "{\"a\": [1]}",
                "{\"a\": [1, \"fool\", 2]}",
                "{\"a\": [1, \"fool\"]} end",
                "prose")) {
            assertThat(objection(guard, "{\"a\": [1, \"fool\"]}", changed))
                    .as(changed)
                    .contains(
                            "the answer is JSON, and the correction differs from it in more than the values of strings");
        }
    }

    @Example
    void markdown_keeps_headings_items_tables_and_fences() {
        CorrectionGuard guard = CorrectionGuards.keepsMarkdown();
        String answer =
                "# Title\n\nText, fool.\n\n- one\n  - two\n1. three\n\n|a|b|\n|-|-|\n|1|2|\n\n```java\n# code\n```\n";

        assertThat(passes(guard, answer, answer.replace("fool", "friend").replace("one", "another")))
                .isTrue();
        for (String changed : List.of(
                answer.replace("# Title", "## Title"),
                answer.replace("# Title", "Title"),
                answer.replace("  - two\n", ""),
                answer.replace("1. three", "- three"),
                answer.replace("|1|2|", "1 2"),
                answer.replace("|-|-|", "|-|-|-|"),
                answer.replace("```java", "```kotlin"))) {
            assertThat(objection(guard, answer, changed).orElse("")).startsWith("its Markdown has other headings");
        }
    }

    @Example
    void code_is_kept_character_for_character() {
        CorrectionGuard guard = CorrectionGuards.keepsCode();
        String answer = "Run `ls -l`, fool:\n\n```sh\nls  -l\n```\nThen ``a`b``.";

        assertThat(passes(guard, answer, answer.replace(", fool", ""))).isTrue();
        assertThat(passes(guard, "Use `a` and `b`.", "Use `b` and `a`.")).isTrue();
        for (String changed : List.of(
                answer.replace("ls  -l", "ls -l"),
                answer.replace("`ls -l`", "`ls`"),
                answer.replace("``a`b``", "a`b"),
                answer.replace("```sh\nls  -l\n```\n", ""))) {
            assertThat(objection(guard, answer, changed).orElse(""))
                    .startsWith("it changes code: the answer has 1 blocks");
        }
    }

    @Example
    void links_are_kept() {
        CorrectionGuard guard = CorrectionGuards.keepsLinks();
        String answer = "Read https://a.example/b_(c), fool, or [this](docs/d.html).";

        assertThat(passes(guard, answer, "Please see [this](docs/d.html) or (https://a.example/b_(c))!"))
                .isTrue();
        assertThat(objection(guard, answer, "Read [this](docs/d.html)."))
                .contains("it changes links: the answer has 2, and the correction 1");
        assertThat(objection(guard, answer, answer.replace("a.example", "b.example")))
                .contains("it changes links: the answer has 2, and the correction 2 others");
    }

    @Example
    void numbers_are_kept() {
        CorrectionGuard guard = CorrectionGuards.keepsNumbers();
        String answer = "It costs 1,299.50 for 3-5 people at -5 degrees, fool.";

        assertThat(passes(guard, answer, "At -5 degrees, it costs 1,299.50 for 3 to 5 people."))
                .isTrue();
        for (String changed : List.of(
                answer.replace("1,299.50", "1,299.05"),
                answer.replace("-5 deg", "5 deg"),
                answer.replace("3-", "three-"))) {
            assertThat(objection(guard, answer, changed).orElse("")).startsWith("it changes numbers: the answer has 4");
        }
    }

    @Example
    void the_edit_ratio_is_bounded() {
        CorrectionGuard guard = CorrectionGuards.maxEditRatio(0.25);

        assertThat(passes(guard, "You are a fool, aren't you?", "You are a dear, aren't you?"))
                .isTrue();
        assertThat(objection(guard, "You fool", "My dear friend"))
                .contains("its edit ratio is 1.000, but at most 0.250 is allowed");
        assertThatThrownBy(() -> CorrectionGuards.maxEditRatio(1.5))
                .hasMessage("the maximum edit ratio must be between 0 and 1, but was 1.5");
    }

    @Example
    void the_language_is_kept_if_it_is_clear() {
        CorrectionGuard guard = CorrectionGuards.keepsLanguage(OpenNlpLanguageDetector.load());

        assertThat(passes(guard, ENGLISH, ENGLISH.replace(", you fool", ""))).isTrue();
        assertThat(objection(guard, ENGLISH, GERMAN))
                .contains("the answer's language is en, but the correction's is de");
        assertThat(passes(guard, "Yes, fool.", "Ja, mein Freund.")).isTrue();
        assertThat(passes(guard, "Install Java, Maven, Spring Boot, LangChain4j, PostgreSQL and Docker.", GERMAN))
                .isTrue();
    }

    @Property(tries = 1000)
    void no_guard_objects_to_an_unchanged_answer(@ForAll("texts") String text) {
        for (CorrectionGuard guard : KEEPING) {
            assertThat(objection(guard, text, text)).isEmpty();
        }
    }

    @Property(tries = 1000)
    void an_objection_quotes_no_text(@ForAll("words") String answer, @ForAll("words") String corrected) {
        for (CorrectionGuard guard : KEEPING) {
            String objection = objection(guard, answer, corrected).orElse("");
            assertThat(objection)
                    .doesNotContain("secret")
                    .doesNotContain("4711")
                    .doesNotContain("qxz");
        }
    }

    @Property(tries = 1000)
    void prose_around_what_is_kept_may_change(@ForAll("texts") String prose) {
        String letters = prose.replaceAll("[^a-z ]", "");
        String kept = "\n\n## 7 steps\n\n1. Run `x  y`.\n\n```\n a 1\n```\n\nSee http://a.example/?b=1.\n\n";
        String answer = "Fool.\n" + kept + "x";
        String corrected = "So " + letters + ".\n" + kept + letters + "x";
        for (CorrectionGuard guard : KEEPING.subList(0, KEEPING.size() - 1)) {
            assertThat(objection(guard, answer, corrected)).isEmpty();
        }
    }

    @Example
    void nasty_texts_are_read_to_their_end() {
        for (String nasty : List.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "e" + "\u0301".repeat(50_000),
                "a".repeat(1 << 20),
                "1,".repeat(1 << 19),
                "`".repeat(100_000) + "a" + "`".repeat(99_999),
                "> ".repeat(100_000) + "- a",
                "](".repeat(100_000),
                "|-".repeat(100_000))) {
            for (CorrectionGuard guard : KEEPING.subList(0, KEEPING.size() - 1)) {
                assertThat(objection(guard, nasty, nasty + "b")).isEmpty();
            }
            assertThat(objection(CorrectionGuards.maxEditRatio(1), nasty, "b" + nasty))
                    .isEmpty();
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a",
                        "b c",
                        "\n",
                        "\n\n",
                        "- ",
                        "1. ",
                        "# ",
                        "```",
                        "`",
                        "|",
                        "|-|",
                        "> ",
                        "{",
                        "}",
                        "\"",
                        "12,5",
                        "http://a.b/",
                        "](",
                        ")",
                        "\u0301",
                        "\uD83D",
                        "  ",
                        "===",
                        "***",
                        "~~~")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of(
                        "secret ", "qxz ", "4711 ", "`secret`", "# secret\n", "http://secret.qxz/", "\n", "{\"qxz\":1}")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }
}
