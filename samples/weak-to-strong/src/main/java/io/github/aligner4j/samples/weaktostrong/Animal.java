// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** An animal that questions are about, with a fact for each {@link Subject}. */
record Animal(String name, String home, String food, String colour) {

    /** Reads the animals of the sample. */
    static List<Animal> all() throws IOException {
        try (InputStream in = Objects.requireNonNull(Animal.class.getResourceAsStream("animals.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Animal::of)
                    .toList();
        }
    }

    String fact(Subject subject) {
        return switch (subject) {
            case HOME -> home;
            case FOOD -> food;
            case COLOUR -> colour;
        };
    }

    String article() {
        return "aeiou".indexOf(name.charAt(0)) < 0 ? "a" : "an";
    }

    private static Animal of(String line) {
        List<String> cells = List.of(line.split(" \\| "));
        return new Animal(cells.get(0), cells.get(1), cells.get(2), cells.get(3));
    }
}
