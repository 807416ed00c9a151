// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes TorchScript archives, reduced to the parts that libtorch needs: a zip of uncompressed entries with the version of
 * its operators, an empty tuple of constants, the source, and a pickled object of the source's class.
 */
public final class ScriptArchive {

    private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};
    private static final String TRAINING = "training";

    private ScriptArchive() {}

    /** Returns the archive of a module whose source has the one class {@code className}. */
    public static byte[] of(String className, String source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "version", "10\n".getBytes(StandardCharsets.US_ASCII));
            add(zip, "constants.pkl", EMPTY_TUPLE);
            add(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            add(zip, "data.pkl", instance(className));
        } catch (IOException e) {
            throw new UncheckedIOException("a zip could not be written to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry("decoder/" + name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Pickles an object with one attribute, {@code training = False} (protocol 2). */
    private static byte[] instance(String className) {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2});
        pickle.writeBytes(("c__torch__\n" + className + "\n)").getBytes(StandardCharsets.US_ASCII));
        pickle.writeBytes(new byte[] {(byte) 0x81, '}', '(', 'X', (byte) TRAINING.length(), 0, 0, 0});
        pickle.writeBytes(TRAINING.getBytes(StandardCharsets.US_ASCII));
        pickle.writeBytes(new byte[] {(byte) 0x89, 'u', 'b', '.'});
        return pickle.toByteArray();
    }
}
