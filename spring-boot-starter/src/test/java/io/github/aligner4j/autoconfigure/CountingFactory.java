// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Returns Aligners that count their calls, and loads nothing. */
final class CountingFactory implements AlignerFactory {

    final List<String> opened = new ArrayList<>();
    final Map<String, Definition> definitions = new LinkedHashMap<>();
    final List<CountingAligner> aligners = new ArrayList<>();

    @Override
    public Aligner open(String name, Definition definition) {
        opened.add(name);
        definitions.put(name, definition);
        CountingAligner aligner = new CountingAligner(name);
        aligners.add(aligner);
        return aligner;
    }

    @Override
    public AlignerState state(Aligner aligner) {
        return new AlignerState(((CountingAligner) aligner).closed.get() == 0, Map.of("lastError", "none so far"));
    }
}
