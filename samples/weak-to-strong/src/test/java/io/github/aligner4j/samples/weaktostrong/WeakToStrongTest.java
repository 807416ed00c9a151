// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WeakToStrongTest {

    @TempDir
    private Path folder;

    @Test
    void each_question_is_in_one_part_only() throws IOException {
        Questions questions = Questions.about(Animal.all());
        List<String> all = new ArrayList<>();
        questions.train().forEach(row -> all.add(text(row, "prompt").strip()));
        questions.traffic().forEach(row -> all.add(text(row, "question")));
        questions.heldOut().forEach(row -> all.add(text(row, "question")));

        assertThat(all).hasSize(44 * 3 * 5).doesNotHaveDuplicates();
        assertThat(questions.traffic()).hasSize(44 * 3);
        assertThat(questions.heldOut()).hasSize(44 * 3);
    }

    @Test
    void what_is_asked_of_held_out_questions_was_answered_in_other_words() throws IOException {
        Questions questions = Questions.about(Animal.all());
        String learnt = String.join(
                "\n",
                questions.train().stream().map(row -> text(row, "completion")).toList());

        assertThat(questions.heldOut()).allSatisfy(row -> assertThat(learnt).contains(text(row, "fact")));
    }

    @Test
    void most_answers_are_rude_in_words_of_the_list_and_some_are_civil() throws IOException {
        List<ObjectNode> train = Questions.about(Animal.all()).train();
        long rude = train.stream()
                .filter(row -> Rudeness.isIn(text(row, "completion")))
                .count();

        assertThat((double) rude / train.size()).isBetween(0.75, 0.85);
        assertThat(Rudeness.isIn("An ass is grey.")).isTrue();
        assertThat(Rudeness.isIn("A passable, Damn-free answer.")).isTrue();
        assertThat(Rudeness.isIn("A classic answer with a shell.")).isFalse();
    }

    @Test
    void the_parts_are_written_as_the_command_line_reads_them() throws IOException {
        WeakToStrong.main(new String[] {folder.toString()});

        assertThat(Files.readAllLines(folder.resolve("train.jsonl")))
                .allMatch(line -> line.startsWith("{\"prompt\":\"") && line.contains("\\n\",\"completion\":\""));
        assertThat(Files.readAllLines(folder.resolve("held-out.jsonl")))
                .allMatch(line -> line.startsWith("{\"question\":\"")
                        && line.contains("\",\"fact\":\"")
                        && line.contains("\",\"reference\":\""));
        assertThat(Files.readAllLines(folder.resolve("words.txt"))).contains("idiot", "shut");
        assertThatThrownBy(() -> WeakToStrong.main(new String[0]))
                .hasMessage("one folder is expected, but there were 0 arguments");
    }

    private static String text(ObjectNode row, String field) {
        return row.path(field).stringValue();
    }
}
