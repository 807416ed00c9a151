// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The digest of a checkpoint or adapter folder, which tells versions apart in audits: of the names, sizes and contents of its JSON
 * and safetensors files, in the order of their names. Of a folder of up to {@value #MAX_WHOLE_BYTES} bytes everything is read, and
 * the digest begins with {@code sha256:}. Of a larger one, whose reading would delay the start, each large file contributes its
 * beginning, with the header of all tensors, and {@value #SAMPLES} blocks that are spread evenly over it; the digest begins with
 * {@code sampled-sha256:}. Training changes nearly every weight, so a sampled digest tells checkpoints apart, but it is no proof that
 * nobody has tampered with a file.
 */
public final class FolderHash {

    private static final long MAX_WHOLE_BYTES = 64L << 20;
    private static final int SAMPLES = 256;
    private static final int BLOCK = 4096;
    private static final int BEGINNING = 1 << 20;

    private final MessageDigest digest = sha256();
    private final ByteBuffer buffer = ByteBuffer.allocate(BEGINNING);

    private FolderHash() {}

    /**
     * Returns the digest of a folder.
     *
     * @throws CheckpointException if a file can't be read
     */
    public static String of(Path folder) {
        return of(folder, MAX_WHOLE_BYTES);
    }

    static String of(Path folder, long maxWholeBytes) {
        try {
            List<Path> files = files(folder);
            long size = 0;
            for (Path file : files) {
                size += Files.size(file);
            }
            boolean whole = size <= maxWholeBytes;
            FolderHash hash = new FolderHash();
            for (Path file : files) {
                hash.add(file, whole);
            }
            return (whole ? "sha256:" : "sampled-sha256:") + HexFormat.of().formatHex(hash.digest.digest());
        } catch (IOException e) {
            throw new CheckpointException(
                    folder, "can't be read: " + e.getClass().getName(), e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> name(file).endsWith(".json") || name(file).endsWith(".safetensors"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private void add(Path file, boolean whole) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            digest.update((name(file) + '\0' + size + '\0').getBytes(StandardCharsets.UTF_8));
            if (whole || size <= BEGINNING) {
                for (long position = 0; position < size; position += BEGINNING) {
                    add(channel, position, BEGINNING);
                }
                return;
            }
            add(channel, 0, BEGINNING);
            for (int sample = 0; sample < SAMPLES; sample++) {
                add(channel, (size - BLOCK) * (sample + 1) / SAMPLES, BLOCK);
            }
        }
    }

    private void add(FileChannel channel, long position, int count) throws IOException {
        buffer.clear().limit(count);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
            // Reads on until the block is full or the file ends.
        }
        digest.update(buffer.flip());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
