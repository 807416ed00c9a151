// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The layers of a model family with a sliding window, where the configuration does not list them under {@code layer_types}. */
enum WindowRule {
    NONE,
    ALL_LAYERS,
    /** From {@code max_window_layers} on, and only if {@code use_sliding_window}. */
    UPPER_LAYERS,
    /** The first, the third and so on. */
    EVEN_LAYERS,
    /** All but each {@code sliding_window_pattern}-th. */
    PATTERN;

    private static final int MAX = Integer.MAX_VALUE;
    private static final int DEFAULT_WINDOW = 4096;
    private static final int DEFAULT_FIRST_WINDOWED = 28;
    private static final int DEFAULT_PATTERN = 6;
    private static final String SLIDING = "sliding_attention";
    private static final String FULL = "full_attention";

    /** Returns the window of each layer: the number of tokens that it attends to, the present one included; 0 for all. */
    List<Integer> windows(JsonFields config, int layers) {
        int window = window(config);
        IntPredicate slides = window == 0 ? layer -> false : windowed(config, layers);
        return IntStream.range(0, layers)
                .mapToObj(layer -> slides.test(layer) ? window : 0)
                .toList();
    }

    private int window(JsonFields config) {
        boolean off = this == NONE
                || (this == UPPER_LAYERS && !config.flag("use_sliding_window", false))
                || (config.contains("sliding_window") && !config.hasValue("sliding_window"));
        return off ? 0 : config.count("sliding_window", MAX, DEFAULT_WINDOW);
    }

    private IntPredicate windowed(JsonFields config, int layers) {
        if (this != ALL_LAYERS && config.hasValue("layer_types")) {
            return listed(config, layers);
        }
        return switch (this) {
            case NONE -> layer -> false;
            case ALL_LAYERS -> layer -> true;
            case UPPER_LAYERS -> {
                String key = "max_window_layers";
                int first = config.hasValue(key) ? config.whole(key, 0, MAX) : DEFAULT_FIRST_WINDOWED;
                yield layer -> layer >= first;
            }
            case EVEN_LAYERS -> layer -> layer % 2 == 0;
            case PATTERN -> {
                int pattern = config.count("sliding_window_pattern", MAX, DEFAULT_PATTERN);
                yield layer -> (layer + 1) % pattern != 0;
            }
        };
    }

    private static IntPredicate listed(JsonFields config, int layers) {
        List<String> types = config.texts("layer_types");
        if (types.size() != layers || !List.of(SLIDING, FULL).containsAll(types)) {
            throw config.wrong("layer_types", "a list of " + layers + " times " + SLIDING + " or " + FULL);
        }
        return layer -> types.get(layer).equals(SLIDING);
    }
}
