package io.github.aligner4j.observation;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerFailedException;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CorrectionRecorderTest {

    private static final Aligner KIND = (request, context) ->
            Correction.of(request.answer(), request.answer().replace("fool", "friend"));
    private static final Aligner BRIEF = (request, context) ->
            Correction.of(request.answer(), request.answer().replace("Because, ", ""));
    private static final Aligner BROKEN = (request, context) -> {
        throw new AlignerException("the device is gone");
    };

    @TempDir
    private Path folder;

    @Test
    void an_answer_is_one_line_with_what_the_whole_stack_made_of_it() throws IOException {
        stack(Layer.of("kind", KIND), Layer.of("brief", BRIEF))
                .correct(CorrectionRequest.of("Why \"so\"?\n", "Because, you fool."));

        assertThat(lines())
                .containsExactly(
                        "{\"schemaVersion\":1,\"time\":\"2026-01-02T03:04:05Z\",\"chain\":\"support\",\"question\":\"Why \\\"so\\\"?\\n\","
                                + "\"answer\":\"Because, you fool.\",\"correction\":\"you friend.\",\"layers\":["
                                + "{\"name\":\"kind\",\"outcome\":\"corrected\"},{\"name\":\"brief\",\"outcome\":\"corrected\"}]}");
    }

    @Test
    void detections_are_recorded_with_their_layer() throws IOException {
        Detector detector = (request, context) -> Detection.of("rude", 0.75);
        stack(Layer.of("kind", KIND).withGate(LayerGate.of(detector, "rude", 0.5)))
                .correct(CorrectionRequest.of("Why?", "You fool."));

        assertThat(lines())
                .singleElement()
                .asString()
                .contains("{\"name\":\"kind\",\"outcome\":\"corrected\","
                        + "\"detections\":[{\"label\":\"rude\",\"score\":0.75}]}");
    }

    @Test
    void half_a_character_is_recorded_as_it_was() throws IOException {
        stack(Layer.of("kind", KIND)).correct(CorrectionRequest.of("\uD83D\uDE00\uDE00\\", "a\uD83D fool"));

        assertThat(lines())
                .singleElement()
                .asString()
                .contains("\"question\":\"\uD83D\uDE00\\uDE00\\\\\"", "\"correction\":\"a\\uD83D friend\"");
    }

    @Test
    void what_was_said_before_the_question_is_kept() throws IOException {
        stack(Layer.of("kind", KIND))
                .correct(CorrectionRequest.of("Why?", "So.")
                        .withConversation(
                                List.of(new Turn(Turn.Role.USER, "Hello"), new Turn(Turn.Role.ASSISTANT, "Hi"))));

        assertThat(lines())
                .singleElement()
                .asString()
                .contains("\"conversation\":[{\"role\":\"user\",\"content\":\"Hello\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Hi\"}]");
    }

    @Test
    void an_answer_that_a_layer_failed_on_has_an_error_in_place_of_a_correction() throws IOException {
        CorrectionRequest request = CorrectionRequest.of("Why?", "You fool.");
        stack(Layer.of("kind", KIND), Layer.of("broken", BROKEN).withFailurePolicy(FailurePolicy.failOpen()))
                .correct(request);
        stack(Layer.of("broken", BROKEN).withFailurePolicy(FailurePolicy.refuse("No.")))
                .correct(request);
        AlignerStack closed = stack(Layer.of("broken", BROKEN));
        assertThatThrownBy(() -> closed.correct(request)).isInstanceOf(LayerFailedException.class);

        assertThat(lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line)
                        .contains("\"answer\":\"You fool.\"", "the device is gone\"")
                        .doesNotContain("\"correction\""))
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"error\":\"layer 'broken' failed_open: "),
                        line -> assertThat(line).contains("\"error\":\"layer 'broken' refused: "),
                        line -> assertThat(line).contains("\"error\":\"layer 'broken' failed: "));
    }

    @Test
    void many_threads_write_whole_lines_and_a_file_that_was_moved_away_is_begun_anew() throws Exception {
        AlignerStack stack = stack(Layer.of("kind", KIND));
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                await(go);
                Collections.nCopies(20, "fool".repeat(500))
                        .forEach(answer -> stack.correct(CorrectionRequest.of("q", answer)));
            });
            thread.start();
            threads.add(thread);
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(lines()).hasSize(160).allMatch(line -> line.startsWith("{\"schemaVersion\"") && line.endsWith("]}"));
        Files.move(file(), folder.resolve("rotated"));
        stack.correct(CorrectionRequest.of("q", "a"));
        assertThat(lines()).hasSize(1);
    }

    @Test
    void only_the_owner_may_read_the_file() throws IOException {
        recorder();
        if (file().getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_file_that_cannot_be_written_is_said_at_once_and_a_lost_line_holds_up_no_answer() throws IOException {
        assertThatThrownBy(() -> new CorrectionRecorder(folder.resolve("none/file")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("corrections can't be recorded in '" + folder.resolve("none/file"))
                .hasMessageContaining("name a file in a folder that exists");

        AlignerStack stack = stack(Layer.of("kind", KIND));
        Files.delete(file());
        Files.createDirectory(file());
        assertThat(stack.correct(CorrectionRequest.of("q", "fool")).answer()).isEqualTo("friend");
    }

    private AlignerStack stack(Layer... layers) {
        AlignerStack.Builder stack =
                AlignerStack.builder("support").listener(CorrectionListener.all(List.of(recorder())));
        for (Layer layer : layers) {
            stack.layer(layer);
        }
        return stack.build();
    }

    private CorrectionRecorder recorder() {
        return new CorrectionRecorder(file(), () -> Instant.parse("2026-01-02T03:04:05Z"));
    }

    private Path file() {
        return folder.resolve("traffic.jsonl");
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
