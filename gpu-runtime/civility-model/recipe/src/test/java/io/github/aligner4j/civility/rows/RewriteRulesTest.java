package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.CorrectionRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RewriteRulesTest {

    @TempDir
    private Path folder;

    @Test
    void rules_are_applied_in_order_and_leave_tidy_text() throws IOException {
        RewriteRules rules = rules("""
                # Brevity.

                ^(?:Sure|Certainly)! ?\t\\u
                \\bPlease note that \t\\u
                I hope this helps!\t
                \\b(I)n order to\\b\t$1 want \\\\ \\$ to
                I want\tI long
                """);

        assertThat(rules.size()).isEqualTo(5);
        assertThat(rules.apply("Sure! here it is.\n\nI hope this helps!")).isEqualTo("Here it is.");
        assertThat(rules.apply("Certainly!\n\n- *one*\n- two  three")).isEqualTo("- *One*\n- two  three");
        assertThat(rules.apply("First. Please note that 3 pigs. I hope this helps! Last.\n"))
                .isEqualTo("First. 3 pigs. Last.\n");
        assertThat(rules.apply("First.\n\nI hope this helps!\n\nLast.")).isEqualTo("First.\n\nLast.");
        assertThat(rules.apply("First. I hope this helps!\nLast.")).isEqualTo("First.\nLast.");
        assertThat(rules.apply("In order to see.")).isEqualTo("I long \\ $ to see.");
        assertThat(rules.apply("Nothing  to do.")).isEqualTo("Nothing  to do.");
    }

    @Test
    void code_is_left_alone() throws IOException {
        RewriteRules rules = rules("please \t\\u\n");
        assertThat(rules.apply("please go.\n```\nplease stay\n```\n    please\nplease run."))
                .isEqualTo("Go.\n```\nplease stay\n```\n    please\nRun.");
    }

    @Test
    void answers_are_parted_by_what_becomes_of_them() throws IOException {
        CorrectionRow changed = new CorrectionRow("q", "please go", "");
        CorrectionRow untouched = new CorrectionRow("q", "go", "");
        CorrectionRow emptied = new CorrectionRow("q", "please ", "");

        assertThat(rules("please \t\n").apply(List.of(changed, untouched, emptied)))
                .isEqualTo(new RewriteRules.Outcome(
                        List.of(new CorrectionRow("q", "please go", "go")), List.of(untouched.asIdentity()), 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a(b@c|the regular expression is broken at character 4: Unclosed group",
                "a*@c|the regular expression matches the empty text, so it would match anywhere",
                "a|a rule needs a regular expression, one tab and a replacement",
                "a@b@c|a rule needs a regular expression, one tab and a replacement",
                "(a)@$2|the replacement uses $2, but the regular expression has 1 groups",
                "a@$|the replacement has a lone $; write \\$ for the character itself",
                "a@\\q|the replacement has \\q, but only \\u, \\n, \\\\ and \\$ are known",
            })
    void a_bad_rule_is_named_with_its_line(String line, String problem) {
        assertThatThrownBy(() -> rules("# comment\n" + line.replace('@', '\t') + "\n"))
                .isInstanceOf(IOException.class)
                .hasMessage(folder.resolve("rules.tsv") + ":2: " + problem);
    }

    @Test
    void a_file_without_rules_is_refused() {
        assertThatThrownBy(() -> rules("# nothing\n"))
                .hasMessageEndingWith("rules.tsv: the file has no rules; at least 1 is needed");
    }

    private RewriteRules rules(String text) throws IOException {
        return RewriteRules.read(Files.writeString(folder.resolve("rules.tsv"), text));
    }
}
