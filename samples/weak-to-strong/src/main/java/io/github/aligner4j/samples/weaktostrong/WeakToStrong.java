// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The step of the {@code run} script that the {@code aligner} command does not have: the questions. */
public final class WeakToStrong {

    private WeakToStrong() {}

    /** Writes the questions and the list of rude words to a folder. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException(
                    "one folder is expected, but there were " + arguments.length + " arguments");
        }
        Path folder = Path.of(arguments[0]);
        Questions.about(Animal.all()).write(folder);
        Files.write(folder.resolve("words.txt"), Rudeness.words());
    }
}
