// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The rank and the scale of each module of an adapter, from {@code adapter_config.json}. */
final class LoraScaling {

    private static final int MAX_RANK = 1 << 16;

    private final Path file;
    private final int rank;
    private final double alpha;
    private final boolean rankStabilized;
    private final Map<String, Double> ranks;
    private final Map<String, Double> alphas;

    LoraScaling(JsonFields config) {
        this.file = config.file();
        this.rank = config.count("r", MAX_RANK);
        this.alpha = config.positive("lora_alpha");
        this.rankStabilized = config.flag("use_rslora", false);
        this.ranks = config.numbers("rank_pattern");
        this.alphas = config.numbers("alpha_pattern");
    }

    /** Returns the rank of {@code module}, such as {@code model.layers.0.mlp.up_proj}. */
    long rank(String module) {
        return (long) valueOf(module, ranks, rank);
    }

    /** Returns the factor of the product of both matrices. */
    double scale(String module) {
        double divisor = valueOf(module, ranks, rank);
        return valueOf(module, alphas, alpha) / (rankStabilized ? Math.sqrt(divisor) : divisor);
    }

    /** Returns the value of the first pattern that matches the end of the name, as PEFT's {@code get_pattern_key}. */
    private double valueOf(String module, Map<String, Double> patterns, double otherwise) {
        for (Map.Entry<String, Double> each : patterns.entrySet()) {
            if (matches(each.getKey(), module)) {
                return each.getValue();
            }
        }
        return otherwise;
    }

    private boolean matches(String pattern, String module) {
        try {
            return Pattern.compile("(.*\\.)?(" + pattern + ")").matcher(module).matches();
        } catch (PatternSyntaxException e) {
            throw new CheckpointException(
                    file, "rank_pattern or alpha_pattern has '" + pattern + "', which is no regular expression", e);
        }
    }
}
