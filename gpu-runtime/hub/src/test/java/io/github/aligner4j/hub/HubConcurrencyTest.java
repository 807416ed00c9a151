// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.aligner4j.hub.FakeHub.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

/** Downloads of one model at the same time don't wait for each other, and at worst fetch it twice. */
class HubConcurrencyTest {

    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    private Path cache;

    private final FakeHub hub = new FakeHub();

    @BeforeEach
    void fill() {
        hub.withCheckpoint();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void two_clients_write_parts_of_their_own() throws IOException {
        CyclicBarrier bothWrite = new CyclicBarrier(2);
        Disk disk = new Disk() {
            @Override
            public OutputStream open(Path file, OpenOption... options) throws IOException {
                await(bothWrite);
                return Files.newOutputStream(file, options);
            }
        };

        List<CompletableFuture<Path>> downloads = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> hub.client(cache).disk(disk).build().download(SOURCE)))
                .limit(2)
                .toList();

        assertThat(downloads.get(0).join())
                .isEqualTo(downloads.get(1).join())
                .satisfies(folder -> assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(hub.content(WEIGHTS)));
        assertThat(hub.requests(WEIGHTS)).hasSize(2);
        assertThat(FakeHub.blobs(cache)).hasSize(3).noneMatch(name -> name.contains("incomplete"));
    }

    @Test
    void the_part_of_another_process_is_left_alone() throws IOException {
        Path blobs = Files.createDirectories(cache.resolve("models--org--model/blobs"));
        String name = FakeHub.sha256(hub.content(WEIGHTS));
        Path part = Files.write(blobs.resolve(name + ".incomplete"), FakeHub.bytes(10));
        Path locks = Files.createDirectories(cache.resolve(".locks/models--org--model"));

        Process other = LockHolder.start(locks.resolve(name + ".lock"));
        try {
            Path folder = hub.client(cache).build().download(SOURCE);

            assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(hub.content(WEIGHTS));
            assertThat(part).hasBinaryContent(FakeHub.bytes(10));
        } finally {
            other.destroy();
        }
        assertThat(hub.requests(WEIGHTS).get(0).containsHeader("Range")).isFalse();
    }

    @Test
    void parts_that_dead_processes_left_are_deleted_when_the_file_is_there() throws IOException {
        Path blobs = Files.createDirectories(cache.resolve("models--org--model/blobs"));
        Files.write(blobs.resolve(FakeHub.sha256(hub.content(WEIGHTS)) + ".1.incomplete"), new byte[10]);

        hub.client(cache).build().download(SOURCE);

        assertThat(FakeHub.blobs(cache)).hasSize(3).noneMatch(name -> name.contains("incomplete"));
    }

    private static void await(CyclicBarrier barrier) throws IOException {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IOException(e);
        }
    }

    /** A process that holds a lock until it is ended. */
    static final class LockHolder {

        private LockHolder() {}

        static Process start(Path lock) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            LockHolder.class.getName(),
                            lock.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            assertThat(line).isEqualTo("held");
            return process;
        }

        public static void main(String[] arguments) throws IOException {
            PartLock lock = PartLock.tryLock(Path.of(arguments[0])).orElseThrow();
            System.out.append("held\n").flush();
            int end = System.in.read();
            lock.close();
            assertThat(end).isNegative();
        }
    }
}
