// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The files beside the classes. */
final class Resources {

    private Resources() {}

    /** Returns the {@code config.json} of the sample's upstream model. */
    static String upstream() {
        return text("/io/github/aligner4j/samples/weaktostrong/upstream.json");
    }

    static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Resources.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
