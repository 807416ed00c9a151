// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RotatingFileTest {

    private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void a_full_file_is_renamed_and_the_oldest_is_deleted() throws IOException {
        RotatingFile file = open(Rotation.bySize(10, 3));

        IntStream.rangeClosed(1, 9).forEach(number -> file.append("line" + number));

        assertThat(Files.readString(path(""))).isEqualTo("line9\n");
        assertThat(Files.readString(path(".1"))).isEqualTo("line8\n");
        assertThat(Files.readString(path(".2"))).isEqualTo("line7\n");
        assertThat(Files.exists(path(".3"))).isFalse();
        assertThat(file.written()).isEqualTo(9);
    }

    @Test
    void a_file_is_filled_up_to_its_last_byte() throws IOException {
        RotatingFile file = open(Rotation.bySize(12, 3));

        List.of("line1", "line2", "line3").forEach(file::append);

        assertThat(Files.readString(path(".1"))).isEqualTo("line1\nline2\n");
        assertThat(Files.readString(path(""))).isEqualTo("line3\n");
    }

    @Test
    void a_line_longer_than_a_file_has_one_of_its_own() throws IOException {
        RotatingFile file = open(Rotation.bySize(10, 5));

        List.of("a", "much longer than a file", "b").forEach(file::append);

        assertThat(Files.readString(path(".1"))).isEqualTo("much longer than a file\n");
        assertThat(Files.readString(path(""))).isEqualTo("b\n");
    }

    @Test
    void a_single_file_begins_again_when_it_is_full() throws IOException {
        RotatingFile file = open(Rotation.bySize(12, 1));

        List.of("line1", "line2", "line3").forEach(file::append);

        assertThat(Files.readString(path(""))).isEqualTo("line3\n");
        assertThat(Files.exists(path(".1"))).isFalse();
    }

    @Test
    void with_a_maximum_age_each_day_begins_a_file_and_old_ones_are_deleted() throws IOException {
        Files.writeString(path(""), "yesterday\n");
        date(path(""), NOW.minus(Duration.ofDays(1)));
        Files.writeString(path(".1"), "last week\n");
        date(path(".1"), NOW.minus(Duration.ofDays(7)));
        Files.writeString(path(".2"), "two weeks ago\n");
        date(path(".2"), NOW.minus(Duration.ofDays(14)));

        RotatingFile file = open(Rotation.NONE.withMaxAge(Duration.ofDays(10)));
        assertThat(Files.exists(path(".2"))).isFalse();
        file.append("today");

        assertThat(Files.readString(path(""))).isEqualTo("today\n");
        assertThat(Files.readString(path(".1"))).isEqualTo("yesterday\n");
        assertThat(Files.readString(path(".2"))).isEqualTo("last week\n");
    }

    @Test
    void without_limits_a_file_only_grows() throws IOException {
        RotatingFile file = open(Rotation.NONE);
        List.of("a", "b").forEach(file::append);
        date(path(""), NOW.minus(Duration.ofDays(400)));
        file.append("c");

        assertThat(Files.readAllLines(path(""))).containsExactly("a", "b", "c");
    }

    @Test
    void lines_that_can_not_be_written_are_counted_and_later_ones_are_written() throws IOException {
        RotatingFile file = open(Rotation.NONE);
        file.append("before");
        Files.move(path(""), path(".moved"));
        Files.createDirectory(path(""));
        file.append("lost");
        file.append("lost, too");
        Files.delete(path(""));
        file.append("after");

        assertThat(file.lost()).isEqualTo(2);
        assertThat(file.written()).isEqualTo(2);
        assertThat(Files.readAllLines(path(""))).containsExactly("after");
    }

    @Test
    void a_file_that_can_not_be_rotated_is_still_written_to() throws IOException {
        RotatingFile file = open(Rotation.bySize(10, 2));
        Files.createDirectories(path(".1").resolve("not empty"));
        List.of("line1", "line2").forEach(file::append);

        assertThat(Files.readAllLines(path(""))).containsExactly("line1", "line2");
        assertThat(file.lost()).isZero();
    }

    @Test
    void a_line_that_a_killed_process_left_unfinished_does_not_spoil_the_next() throws IOException {
        Files.writeString(path(""), "whole\n{\"half");
        open(Rotation.NONE).append("next");

        assertThat(Files.readAllLines(path(""))).containsExactly("whole", "{\"half", "next");
    }

    @Test
    void many_threads_lose_no_line_while_files_rotate() throws Exception {
        RotatingFile file = open(Rotation.bySize(1000, 1000));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int first = i * 200;
            threads.add(new Thread(
                    () -> IntStream.range(first, first + 200).forEach(number -> file.append("line " + number))));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        List<String> lines = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                assertThat(Files.size(each)).isLessThanOrEqualTo(1000);
                lines.addAll(Files.readAllLines(each));
            }
        }
        assertThat(lines)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 1600).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void only_the_owner_may_read_a_file_also_after_a_rotation() throws IOException {
        RotatingFile file = open(Rotation.bySize(5, 3));
        List.of("line1", "line2").forEach(file::append);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(List.of(path(""), path(".1")))
                    .allSatisfy(each -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void a_folder_that_does_not_exist_is_reported_at_once() {
        assertThatThrownBy(
                        () -> new RotatingFile(folder.resolve("missing/file"), Rotation.NONE, InstantSource.fixed(NOW)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("name a file in a folder that exists");
    }

    @Test
    void limits_that_are_not_positive_are_refused() {
        assertThatThrownBy(() -> Rotation.bySize(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a file's maximum size must be at least 1 byte, but was 0");
        assertThatThrownBy(() -> Rotation.bySize(1, 0)).hasMessageContaining("number of files must be at least 1");
        assertThatThrownBy(() -> Rotation.NONE.withMaxAge(Duration.ZERO))
                .hasMessageContaining("a file's maximum age must be positive");
    }

    private RotatingFile open(Rotation limits) {
        return new RotatingFile(path(""), limits, InstantSource.fixed(NOW));
    }

    private Path path(String suffix) {
        return folder.resolve("lines.jsonl" + suffix);
    }

    private static void date(Path file, Instant modified) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }
}
