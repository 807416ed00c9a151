// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes safetensors files: eight bytes of length (little endian), a JSON header of that length, padded so that tensors are
 * aligned, then the tensors without gaps.
 *
 * @see SafetensorsFile
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public final class SafetensorsWriter {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /**
     * Writes {@code tensors} in order, replacing the contents of {@code file}, and waits until they are on the disk.
     *
     * @param values returns the elements of the i-th tensor, the last dimension varying fastest; called once for each
     *     tensor, in order, so that no two need be in memory at once
     * @throws IllegalArgumentException if a tensor's elements are more or fewer than its shape says
     * @throws IOException if the file can't be written
     */
    public static void write(Path file, List<TensorInfo> tensors, IntFunction<float[]> values) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeAll(channel, header(tensors));
            for (int i = 0; i < tensors.size(); i++) {
                tensors.get(i).write(channel, values.apply(i));
            }
            channel.force(true);
        }
    }

    private static ByteBuffer header(List<TensorInfo> tensors) {
        ObjectNode json = JSON.createObjectNode();
        // transformers refuses files without this entry.
        json.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        for (TensorInfo tensor : tensors) {
            ObjectNode entry =
                    json.putObject(tensor.name()).put("dtype", tensor.type().name());
            tensor.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(offset).add(offset + tensor.bytes());
            offset += tensor.bytes();
        }
        byte[] text = JSON.writeValueAsBytes(json);
        byte[] padding = new byte[Math.floorMod(-text.length, ALIGNMENT)];
        Arrays.fill(padding, (byte) ' ');
        int length = text.length + padding.length;
        return ByteBuffer.allocate(Long.BYTES + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(text)
                .put(padding)
                .flip();
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
