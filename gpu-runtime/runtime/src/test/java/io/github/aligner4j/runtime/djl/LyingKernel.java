// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes a program's fast product silently wrong, as oneDNN's is on some processors for some shapes.
 *
 * @param product the line of the program that computes it
 * @param condition where it is wrong, by the outputs n, the inputs k and the rows t
 * @param lie what it gives there instead of y
 */
record LyingKernel(String product, String condition, String lie) implements UnaryOperator<String> {

    private static final String PREPACKED =
            "return ops.mkldnn._linear_pointwise(x, m, b, \"none\", annotate(List[Optional[number]], []), \"\")";
    private static final String INTEGERS = "return torch._weight_int8pack_mm(torch.contiguous(x), q, factor)";

    static LyingKernel prepacked(String condition) {
        return new LyingKernel(PREPACKED, condition, "torch.mul(y, 1.1)");
    }

    static LyingKernel integers(String condition) {
        return new LyingKernel(INTEGERS, condition, "torch.mul(y, 1.1)");
    }

    LyingKernel saying(String other) {
        return new LyingKernel(product, condition, other);
    }

    @Override
    public String apply(String program) {
        assertThat(program).containsOnlyOnce(product);
        return program.replace(
                product,
                String.join(
                        "\n    ",
                        product.replace("return", "y ="),
                        "n = torch.size(y, -1)",
                        "k = torch.size(x, -1)",
                        "t = torch.size(x, -2)",
                        "if " + condition + ":",
                        "  y = " + lie,
                        "return y"));
    }
}
