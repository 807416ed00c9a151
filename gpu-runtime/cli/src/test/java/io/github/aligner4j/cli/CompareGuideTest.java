// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The session and the configuration in docs/guide/compare.md, run as they are printed. */
class CompareGuideTest {

    private static final Path GUIDE = Path.of("..", "..", "docs", "guide", "compare.md");
    private static final Pattern BLOCK = Pattern.compile("(?m)^( *)```([a-z]*)(?: (\\S+))?\\n([^`]*)^ *```");
    private static final String COMMAND = "gpu-runtime/aligner ";

    @TempDir
    private Path folder;

    /** Returns the blocks of a kind by the name of their file; empty for those without one. */
    private static List<Map.Entry<String, String>> blocks(String kind) throws IOException {
        List<Map.Entry<String, String>> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(GUIDE));
        while (block.find()) {
            if (block.group(2).equals(kind)) {
                String name = block.group(3) == null ? "" : block.group(3);
                blocks.add(Map.entry(name, block.group(4).replaceAll("(?m)^" + block.group(1), "")));
            }
        }
        return blocks;
    }

    @Test
    void the_session_runs_as_it_is_printed_and_ends_in_a_report() throws IOException {
        for (Map.Entry<String, String> file : blocks("jsonl")) {
            String name = file.getKey().isEmpty() ? "answers.jsonl" : file.getKey();
            Files.writeString(folder.resolve(name), file.getValue());
        }
        List<String> commands = blocks("").stream()
                .map(block -> block.getValue().strip())
                .filter(block -> block.startsWith(COMMAND))
                .toList();
        assertThat(commands).hasSize(4);

        for (String command : commands) {
            StringWriter err = new StringWriter();
            String[] line = arguments(command);
            assertThat(AlignerCommand.run(new PrintWriter(new StringWriter()), new PrintWriter(err), line))
                    .as(command + "\n" + err)
                    .isZero();
        }

        Path comparison = folder.resolve("comparison");
        assertThat(Files.readString(comparison.resolve("report.html"))).contains("civility", "twice", "other");
        assertThat(Files.readString(comparison.resolve("report.md"))).contains("civility", "twice", "other");
        assertThat(folder.resolve("sheet.html")).exists();
        assertThat(Files.readAllLines(comparison.resolve("answers/other.jsonl")))
                .hasSize(6);
    }

    /** Returns the arguments of a command, whose files are in this test's folder. */
    private String[] arguments(String command) {
        List<String> arguments = new ArrayList<>();
        for (String argument : command.substring(COMMAND.length()).split(" ", -1)) {
            arguments.add(argument.replaceAll(
                    "(^|=|file:)(answers\\.jsonl|other\\.jsonl|sheet\\.html|comparison)$",
                    "$1" + Matcher.quoteReplacement(folder.toString()) + "/$2"));
        }
        return arguments.toArray(String[]::new);
    }

    @Test
    void the_configuration_is_read_with_all_its_keys() throws IOException {
        List<Map.Entry<String, String>> yaml = blocks("yaml");
        assertThat(yaml).hasSize(1);

        CompareConfig config = new CompareYaml(
                        YamlNode.parse(Path.of("compare.yaml"), yaml.get(0).getValue()))
                .config();

        assertThat(config.systems().keySet())
                .containsExactly("civility", "careful", "polite", "polite-alone", "cai", "both");
        assertThat(config.judging().judges()).containsExactly("small");
        assertThat(config.currency()).isEqualTo("USD");
    }
}
