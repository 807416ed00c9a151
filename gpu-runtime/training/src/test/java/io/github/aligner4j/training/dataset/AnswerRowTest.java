// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import io.github.aligner4j.Turn;
import io.github.aligner4j.Turn.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

class AnswerRowTest {

    private static final List<Turn> CHAT =
            List.of(new Turn(Role.USER, "Who is that?"), new Turn(Role.ASSISTANT, "The cat."));
    private static final AnswerRow ROW =
            new AnswerRow(CHAT, List.of(), "Where is it?", "In there, fool.", Optional.of("In there."));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"conversation":[{"role":"user","content":"Who is that?"},{"role":"assistant","text":"The cat."}],\
            "question":"Where is it?","answer":"In there, fool.","correction":"In there."}
            {"messages":[{"role":"user","content":"Who is that?"},{"role":"assistant","content":"The cat."},\
            {"role":"user","content":"Where is it?"},{"role":"assistant","content":"In there, fool."}],"correction":"In there."}
            {"prompt":[{"role":"user","content":"Who is that?"},{"role":"assistant","content":"The cat."},\
            {"role":"user","content":"Where is it?"}],"chosen":[{"role":"assistant","content":"In there."}],\
            "rejected":[{"role":"assistant","content":"In there, fool."}]}
            {"prompt":"Who is that?","chosen":[{"role":"user","content":"Who is that?"},{"role":"assistant","content":"The cat."},\
            {"role":"user","content":"Where is it?"},{"role":"assistant","content":"In there."}],\
            "rejected":[{"role":"user","content":"Who is that?"},{"role":"assistant","content":"The cat."},\
            {"role":"user","content":"Where is it?"},{"role":"assistant","content":"In there, fool."}]}
            {"chosen":"\\n\\nHuman: Who is that?\\n\\nAssistant: The cat.\\n\\nHuman: Where is it?\\n\\nAssistant: In there.",\
            "rejected":"\\n\\nHuman: Who is that?\\n\\nAssistant: The cat.\\n\\nHuman: Where is it?\\n\\nAssistant: In there, fool."}
            {"prompt":"\\n\\nHuman: Who is that?\\n\\nAssistant: The cat.\\n\\nHuman: Where is it?\\n\\nAssistant:",\
            "chosen":" In there.","rejected":" In there, fool."}
            {"conversation":[{"role":"user","content":"Who is that?"},{"role":"assistant","content":"The cat."}],\
            "question":"Where is it?","chosen":"In there.","rejected":"In there, fool."}
            """)
    void every_shape_of_a_conversation_gives_the_same_row(String line) throws IOException {
        assertThat(RowFile.readAll(file(line), AnswerRow::parse)).containsExactly(ROW);
        assertThat(RowFile.readAll(file(line), CorrectionRow::parse))
                .containsExactly(new CorrectionRow(CHAT, List.of(), "Where is it?", "In there, fool.", "In there."));
        assertThat(RowFile.readAll(file(line), TrafficRow::parse))
                .extracting(TrafficRow::conversation, TrafficRow::question, TrafficRow::answer, TrafficRow::correction)
                .containsExactly(tuple(CHAT, "Where is it?", "In there, fool.", "In there."));
    }

    @Test
    void a_standard_preference_is_read_without_the_white_space_of_its_format() throws IOException {
        Path file = file("""
                {"prompt": "The sky is\\n", "chosen": " blue.", "rejected": " green."}
                {"prompt": "Why?", "response_0": "No.", "response_1": "So.", "better_response_id": 0, "safer_response_id": 1}
                {"prompt": "Why?", "response_0": "No.", "response_1": "So.", "better_response_id": 0}
                """);

        assertThat(RowFile.readAll(file, CorrectionRow::parse))
                .containsExactly(
                        new CorrectionRow("The sky is", "green.", "blue."),
                        new CorrectionRow("Why?", "No.", "So."),
                        new CorrectionRow("Why?", "So.", "No."));
        assertThat(RowFile.readAll(file, CorrectionRow::parseGoodAnswer))
                .as("the chosen answer is good")
                .contains(new CorrectionRow("The sky is", "blue.", "blue."));
    }

    @Test
    void messages_are_read_as_those_of_an_application_at_inference() throws IOException {
        Path file = file("""
                {"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi."}, \
                {"role": "assistant", "content": "<think>Hm.</think>Hello."}, {"role": "assistant", "content": " "}, \
                {"role": "user", "content": "Why?"}, {"role": "assistant", "content": "So."}]}
                """);

        AnswerRow row = RowFile.readAll(file, AnswerRow::parse).get(0);

        assertThat(row.conversation())
                .containsExactly(
                        new Turn(Role.SYSTEM, "Be kind."),
                        new Turn(Role.USER, "Hi."),
                        new Turn(Role.ASSISTANT, "Hello."));
        assertThat(row.question()).isEqualTo("Why?");
        assertThat(row.correction()).isEmpty();
        assertThat(row.request().conversation()).isEqualTo(row.conversation());
    }

    @Test
    void a_row_of_question_answer_and_correction_is_read_by_these_whatever_else_it_has() throws IOException {
        Path file = file("""
                {"question": "q", "answer": "a", "correction": "c", "rejected": true, "messages": 3, "prompt": "p"}
                """);

        assertThat(RowFile.readAll(file, CorrectionRow::parse)).containsExactly(new CorrectionRow("q", "a", "c"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"messages":[]} | 'messages' must end with a message of the assistant, the answer
            {"messages":[{"role":"assistant","content":"a"}]} | 'messages' has no message of the user before the answer
            {"messages":[{"role":"tool","content":"a"}]} | 'messages' is no list of messages with role (system, user or assistant) and content
            {"messages":"a"} | 'messages' is no list of messages with role (system, user or assistant) and content
            {"chosen":"c","rejected":"r"} | 'prompt' is missing, and 'chosen' does not begin with the conversation; a row needs prompt, chosen and rejected
            {"prompt":"p","chosen":"c"} | 'rejected' is missing; a row needs prompt, chosen and rejected
            {"prompt":"p","chosen":"c","rejected":7} | 'rejected' is no list of messages with role (system, user or assistant) and content
            {"prompt":"p","chosen":"c","rejected":" "} | the answer in 'rejected' is empty
            {"prompt":7,"chosen":"c","rejected":"r"} | 'prompt' is neither a text nor a list of messages
            {"chosen":"Human: a\\n\\nAssistant: c","rejected":"Human: b\\n\\nAssistant: c"} | 'chosen' and 'rejected' differ before their last message; a row needs two answers to the same question
            {"chosen":"Human: a\\n\\nAssistant: b\\n\\nHuman: c","rejected":"Human: a\\n\\nAssistant: c"} | 'chosen' must end with a message of the assistant, the answer
            {"prompt":"p","response_0":"a","response_1":"b"} | neither 'safer_response_id' nor 'better_response_id' is 0 or 1; one must name the better of response_0 and response_1
            {"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]} | 'correction' is missing; a row needs question, answer and correction
            """)
    void a_row_of_another_shape_is_bad_and_named_with_its_line(String line, String problem) throws IOException {
        RowFile<CorrectionRow> read = RowFile.read(file("\n" + line), CorrectionRow::parse);

        assertThat(read.rows()).isEmpty();
        assertThat(read.bad()).containsExactly(new BadRow(2, problem));
    }

    @Test
    void a_row_in_a_conversation_is_written_as_it_is_read() throws IOException {
        CorrectionRow row = new CorrectionRow(CHAT, List.of("It is old."), "Why?", "So, fool.", "So.");
        Path file = folder.resolve("written");

        RowFile.write(file, List.of(row));

        assertThat(RowFile.readAll(file, CorrectionRow::parse)).containsExactly(row);
    }

    @Test
    void rows_of_different_conversations_are_no_duplicates() {
        CorrectionRow row = new CorrectionRow(CHAT, List.of(), "Why?", "So, fool.", "So.");
        CorrectionRow same = new CorrectionRow(
                List.of(CHAT.get(0), new Turn(Role.ASSISTANT, "the  CAT.")), List.of(), "Why?", "So, fool.", "So.");
        CorrectionRow other = new CorrectionRow(CHAT.subList(0, 1), List.of(), "Why?", "So, fool.", "So.");
        CorrectionRow passage = new CorrectionRow(List.of(), List.of("The cat."), "Why?", "So, fool.", "So.");
        List<CorrectionRow> rows = List.of(row, same, other, passage);

        assertThat(Deduplication.of(rows)).containsExactly(row, other, passage);
        assertThat(Deduplication.firstCorrections(rows)).containsExactly(row, other, passage);
        assertThat(DatasetStatistics.of(rows).conversations()).isEqualTo(3);
        assertThat(DatasetStatistics.of(rows).turns().largest()).isEqualTo(2);
        assertThat(DatasetStatistics.of(rows).passages()).isEqualTo(1);
    }

    @Test
    void windows_of_an_answer_are_in_its_conversation() {
        CorrectionRow row = new CorrectionRow(
                CHAT, List.of("It is old."), "Why?", "You fool, it is old. It stays.", "It is old. It stays.");

        assertThat(new Windowing(20, 100).cut(List.of(row)).rows()).hasSize(2).allSatisfy(window -> {
            assertThat(window.conversation()).isEqualTo(CHAT);
            assertThat(window.context()).containsExactly("It is old.");
        });
    }

    @Test
    void rows_of_one_conversation_are_in_the_same_part_of_a_split() throws IOException {
        List<AnnotatedRow> rows = RowFile.readAll(file("""
                {"question": "Who is that?", "answer": "The cat.", "correction": "The cat."}
                {"conversation": [{"role": "system", "content": "s"}, {"role": "user", "content": "Who is that?"}, \
                {"role": "assistant", "content": "The cat."}], "question": "Why?", "answer": "So.", "correction": "So."}
                {"prompt": "Who is that?", "chosen": "The cat.", "rejected": "Guess."}
                """), AnnotatedRow::parse);

        assertThat(rows).extracting(row -> row.first(List.of("question"))).containsOnly("Who is that?");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("rows.jsonl"), content);
    }
}
