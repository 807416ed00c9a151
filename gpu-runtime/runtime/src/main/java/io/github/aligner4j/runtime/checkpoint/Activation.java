// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The activation function of the gate in a feed-forward block. */
public enum Activation {
    /** {@code x * sigmoid(x)}. */
    SILU("silu"),
    /** The exact form, with the error function. */
    GELU("gelu"),
    /** The form with tanh, {@code 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))}. */
    GELU_TANH("gelu_pytorch_tanh");

    private final String configName;

    Activation(String configName) {
        this.configName = configName;
    }

    static Activation read(JsonFields config, String key, String fallback) {
        String name = config.text(key, fallback);
        return Arrays.stream(values())
                .filter(activation -> activation.configName.equals(name))
                .findFirst()
                .orElseThrow(() -> config.wrong(key, "one of " + names()));
    }

    private static String names() {
        return Arrays.stream(values()).map(activation -> activation.configName).collect(Collectors.joining(", "));
    }
}
