// SPDX-License-Identifier: Apache-2.0
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
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.Rollout;
import io.github.aligner4j.RolloutState;
import io.github.aligner4j.ShadowQueue;
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
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
                .singleElement()
                .asString()
                .matches(Pattern.quote("{\"schemaVersion\":1,\"time\":\"2026-01-02T03:04:05Z\",\"chain\":\"support\","
                                + "\"question\":\"Why \\\"so\\\"?\\n\",\"answer\":\"Because, you fool.\",\"correction\":\"you friend.\","
                                + "\"editRatio\":0.8333,\"elapsedMs\":")
                        + "[0-9.E-]+"
                        + Pattern.quote(
                                ",\"layers\":[{\"name\":\"kind\",\"outcome\":\"corrected\",\"mode\":\"enforce\",\"elapsedMs\":")
                        + "[0-9.E-]+"
                        + Pattern.quote(",\"editRatio\":0.3,\"correction\":\"Because, you friend.\"},"
                                + "{\"name\":\"brief\",\"outcome\":\"corrected\",\"mode\":\"enforce\",\"elapsedMs\":")
                        + "[0-9.E-]+"
                        + Pattern.quote(",\"editRatio\":0.45}]}"));
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
                        + "\"detections\":[{\"label\":\"rude\",\"score\":0.75}],");
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
                        .doesNotContain("\"correction\":\"No.\"", "\"question\":\"Why?\",\"correction\""))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("\"error\":\"layer 'broken' failed_open: ", "\"delivered\":\"You friend.\""),
                        line -> assertThat(line)
                                .contains("\"error\":\"layer 'broken' refused: ", "\"delivered\":\"No.\""),
                        line -> assertThat(line)
                                .contains("\"error\":\"layer 'broken' failed: ")
                                .doesNotContain("delivered"));
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

    @Test
    void lost_lines_are_counted_and_recording_goes_on_when_the_file_can_be_written_again() throws IOException {
        CorrectionRecorder recorder = recorder();
        AlignerStack stack = AlignerStack.builder("support")
                .layer("kind", KIND)
                .listener(recorder)
                .build();
        CorrectionRequest request = CorrectionRequest.of("q", "fool");
        Files.delete(file());
        Files.createDirectory(file());

        stack.correct(request);
        stack.correct(request);
        Files.delete(file());
        stack.correct(request);

        assertThat(recorder.lost()).isEqualTo(2);
        assertThat(recorder.written()).isEqualTo(1);
        assertThat(lines()).hasSize(1);
    }

    @Test
    void a_shadow_layers_observation_is_a_line_of_its_own() throws Exception {
        ShadowQueue queue = ShadowQueue.builder().build();
        List<String> recorded = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch both = new CountDownLatch(2);
        CorrectionRecorder recorder = CorrectionRecorder.builder(line -> {
                    recorded.add(line);
                    both.countDown();
                })
                .build();
        try (queue) {
            AlignerStack.builder("support")
                    .layer(Layer.of("kind", KIND).withRollout(Rollout.of(new RolloutState(LayerMode.SHADOW, 1))))
                    .shadowQueue(queue)
                    .listener(recorder)
                    .build()
                    .correct(CorrectionRequest.of("Why?", "You fool."));
            await(both);
        }

        assertThat(recorded)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains(
                                        "\"answer\":\"You fool.\",\"correction\":\"You fool.\"",
                                        "\"outcome\":\"shadowed\"")
                                .contains("\"mode\":\"shadow\"")
                                .doesNotContain("\"shadow\":true"),
                        line -> assertThat(line)
                                .contains("\"chain\":\"support\",\"shadow\":true,")
                                .contains(
                                        "\"answer\":\"You fool.\",\"correction\":\"You friend.\"",
                                        "\"outcome\":\"corrected\"")
                                .contains("\"mode\":\"shadow\""));
    }

    @Test
    void a_layers_mode_and_the_reason_why_it_was_skipped_are_recorded() throws IOException {
        stack(Layer.of("kind", KIND).withRollout(Rollout.of(new RolloutState(LayerMode.CANARY, 0))))
                .correct(CorrectionRequest.of("Why?", "You fool."));

        assertThat(lines())
                .singleElement()
                .asString()
                .contains("\"outcome\":\"skipped\",\"mode\":\"canary\"")
                .contains("\"reason\":\"the answer is not in the share that the layer corrects\"");
    }

    @Test
    void ids_are_never_recorded_and_their_digests_only_with_a_key() {
        CorrectionRequest request = CorrectionRequest.of("Why?", "You fool.")
                .withAttributes(
                        Map.of(RequestAttributes.USER, "ada@example.org", RequestAttributes.CONVERSATION, "c-17"));

        String plain = record(builder -> builder, request);
        String keyed = record(builder -> builder.idKey("secret"), request);

        assertThat(plain).doesNotContain("ada@", "c-17", "Hash");
        assertThat(keyed)
                .containsPattern(
                        "\"userHash\":\"hmac-sha256:[0-9a-f]{64}\",\"conversationHash\":\"hmac-sha256:[0-9a-f]{64}\"")
                .doesNotContain("ada@", "c-17");
        assertThat(record(builder -> builder.idKey("other"), request)).isNotEqualTo(keyed);
        assertThatThrownBy(() -> CorrectionRecorder.builder(line -> {}).idKey(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the key of a recording's digests must not be blank");
    }

    @Test
    void each_text_of_a_line_is_redacted() {
        CorrectionRequest request = CorrectionRequest.builder("Why 4711?", "You fool 4711.")
                .conversation(List.of(new Turn(Turn.Role.USER, "I am 4711")))
                .context(List.of("4711 is a number"))
                .build();

        String line = record(builder -> builder.redactor(text -> text.replaceAll("[0-9]+", "#")), request);

        assertThat(line)
                .contains("Why #?", "You fool #.", "\"correction\":\"#.\"", "I am #", "# is a number", "You friend #.")
                .doesNotContain("4711");
    }

    @Test
    void a_line_that_cannot_be_redacted_is_not_recorded_but_counted() throws IOException {
        assertNotRecordedButCounted(text -> {
            throw new IllegalStateException("this text: " + text);
        });
    }

    @Test
    void nor_is_one_for_which_a_redactors_regular_expression_needs_too_much_stack() throws IOException {
        assertNotRecordedButCounted(text -> {
            throw new StackOverflowError();
        });
    }

    private void assertNotRecordedButCounted(TextRedactor redactor) throws IOException {
        CorrectionRecorder recorder =
                CorrectionRecorder.builder(file()).redactor(redactor).build();
        AlignerStack stack = AlignerStack.builder("support")
                .layer("kind", KIND)
                .listener(recorder)
                .build();

        assertThat(stack.correct(CorrectionRequest.of("q", "fool")).answer()).isEqualTo("friend");
        assertThat(lines()).isEmpty();
        assertThat(recorder.lost()).isEqualTo(1);
    }

    @Test
    void a_file_that_is_full_is_rotated_and_the_oldest_is_deleted() throws IOException {
        CorrectionRecorder recorder = CorrectionRecorder.builder(file())
                .rotation(Rotation.bySize(1000, 3))
                .build();
        AlignerStack stack = AlignerStack.builder("support")
                .layer("kind", KIND)
                .listener(recorder)
                .build();

        for (int i = 0; i < 50; i++) {
            stack.correct(CorrectionRequest.of("question " + i, "You fool."));
        }

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files)
                    .extracting(each -> each.getFileName().toString())
                    .containsExactlyInAnyOrder("traffic.jsonl", "traffic.jsonl.1", "traffic.jsonl.2");
        }
        assertThat(Files.readString(file())).contains("question 49");
        assertThat(Files.size(folder.resolve("traffic.jsonl.1"))).isLessThanOrEqualTo(1000);
        assertThat(recorder.written()).isEqualTo(50);
    }

    private static String record(UnaryOperator<CorrectionRecorder.Builder> settings, CorrectionRequest request) {
        List<String> lines = new ArrayList<>();
        CorrectionRecorder recorder = settings.apply(CorrectionRecorder.builder(lines::add))
                .clock(() -> Instant.EPOCH)
                .build();
        AlignerStack.builder("support")
                .layer("kind", KIND)
                .layer(
                        "short",
                        (each, context) ->
                                Correction.of(each.answer(), each.answer().replace("You friend ", "")))
                .listener(recorder)
                .build()
                .correct(request);
        return String.join("\n", lines);
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
        return CorrectionRecorder.builder(file())
                .clock(() -> Instant.parse("2026-01-02T03:04:05Z"))
                .build();
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
