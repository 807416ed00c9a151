// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The texts of an answer's parts on their way through the layers, and the whole text that they make up. */
final class PartTexts {

    private final List<String> texts;
    private final Function<IntFunction<String>, String> whole;

    /** Creates it with the texts before the first layer. */
    PartTexts(List<String> texts, Function<IntFunction<String>, String> whole) {
        this.texts = new ArrayList<>(texts);
        this.whole = whole;
    }

    /** Returns the whole text after {@code layer}, too. */
    String after(LayerParts layer) {
        layer.answers().forEach(texts::set);
        return whole.apply(texts::get);
    }
}
