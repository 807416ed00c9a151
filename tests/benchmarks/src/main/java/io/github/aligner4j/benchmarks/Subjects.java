// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import java.util.List;
import java.util.stream.IntStream;

/** Objects that the benchmarks of both adapters share: an answer, and Aligners that change nothing in it. */
final class Subjects {

    static final String QUESTION = "How do I get a red wine stain out of a white table cloth?";

    /** The pieces in which an upstream model streams its answer of some 150 tokens: four characters, as a token has. */
    static final List<String> PIECES =
            pieces("Blot it at once with a clean cloth; do not rub, or the wine gets deeper into "
                    + "the threads. Cover the stain with salt and leave it for ten minutes, so that the salt draws the wine out. "
                    + "Then stretch the cloth over a bowl and pour boiling water through it from a hand's breadth above. If a shadow "
                    + "is left, work in a spoon of dish soap mixed with two spoons of hydrogen peroxide, wait for half an hour, and "
                    + "rinse it with cold water. Wash the cloth as its label says, and look at it before it goes into the dryer: "
                    + "heat would set whatever is still there, and after that nothing takes it out.");

    static final String ANSWER = String.join("", PIECES);

    private Subjects() {}

    /** Returns an Aligner that returns every answer as it is: {@code aligner} alone, or a stack of 1 or 3 of it. */
    static Aligner passThrough(String layers) {
        Aligner aligner = (request, context) -> Correction.of(request.answer(), request.answer());
        return layers.equals("aligner") ? aligner : stack(Integer.parseInt(layers), aligner);
    }

    private static AlignerStack stack(int layers, Aligner aligner) {
        AlignerStack.Builder stack = AlignerStack.builder("benchmark");
        IntStream.rangeClosed(1, layers).forEach(i -> stack.layer("layer " + i, aligner));
        return stack.build();
    }

    private static List<String> pieces(String text) {
        return IntStream.range(0, (text.length() + 3) / 4)
                .mapToObj(i -> text.substring(4 * i, Math.min(text.length(), 4 * i + 4)))
                .toList();
    }
}
