// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OperationTraceTest {

    @BeforeAll
    static void start() {
        TorchEngine.start(1);
    }

    @Test
    void an_operation_that_computes_is_a_launch_whatever_it_calls_inside() {
        OperationTrace trace = trace(
                "torch.linear(x, x, None)",
                "torch.layer_norm(x, [4], None, None, 0.1, True)",
                "torch.softmax(x, -1, None)",
                "torch.scaled_dot_product_attention(x, x, x, None, 0., True, scale=1., enable_gqa=False)");
        assertThat(trace.calls())
                .filteredOn(OperationTrace.Call::launch)
                .extracting(OperationTrace.Call::name)
                .containsExactly(
                        "aten::linear", "aten::layer_norm", "aten::softmax", "aten::scaled_dot_product_attention");
    }

    @Test
    void views_and_memory_are_no_launches() {
        OperationTrace trace = trace(
                "torch.transpose(torch.slice(x, 0, 0, 2, 1), 0, 1)",
                "torch.expand(torch.unsqueeze(torch.view(x, [16]), 0), [3, 16], implicit=False)",
                "torch.permute(torch.squeeze(torch.select(x, 0, 1), 0), [0])",
                "torch.empty([2], dtype=6, layout=None, device=None, pin_memory=None, memory_format=None)");
        assertThat(trace.calls()).hasSize(9);
        assertThat(trace.launches()).isZero();
    }

    @Test
    void a_reshape_or_a_conversion_is_a_launch_if_it_copies() {
        assertThat(trace("torch.reshape(x, [16])").launches()).isZero();
        assertThat(trace("torch.reshape(torch.transpose(x, 0, 1), [16])").launches())
                .isEqualTo(1);
        assertThat(trace("torch.to(x, 6, False, False, None)").launches()).isZero();
        assertThat(trace("torch.to(x, 15, False, False, None)").launches()).isEqualTo(1);
        assertThat(trace("torch.contiguous(x)").launches()).isZero();
        assertThat(trace("torch.contiguous(torch.transpose(x, 0, 1))").launches())
                .isEqualTo(1);
    }

    @Test
    void writing_into_a_view_is_one_launch() {
        OperationTrace trace = trace("torch.copy_(torch.slice(x, 0, 0, 1, 1), torch.slice(x, 0, 1, 2, 1), False)");
        assertThat(trace.launches()).isEqualTo(1);
    }

    @Test
    void launches_are_counted_for_each_method_of_the_program() {
        OperationTrace trace = trace("torch.add((self).twice((self).twice(x, ), ), x)", "torch.neg(x)");
        assertThat(trace.runs("twice")).isEqualTo(2);
        assertThat(trace.launches("twice")).isEqualTo(4);
        assertThat(trace.launches("all")).isEqualTo(6);
        assertThat(trace.launches()).isEqualTo(6);
        assertThat(trace.calls().get(0)).isEqualTo(new OperationTrace.Call("aten::mul", List.of("all", "twice"), true));
    }

    @Test
    void nothing_of_the_work_before_and_after_is_recorded() {
        assertThat(OperationTrace.of(() -> {}).calls()).isEmpty();
    }

    /** Traces a method that evaluates the expressions, in which {@code x} are 4 x 4 numbers. */
    private static OperationTrace trace(String... expressions) {
        String source = """
                class Snippet(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  def ones(self: __torch__.Snippet) -> Tensor:
                    return torch.ones([4, 4], dtype=6, layout=None, device=None, pin_memory=None)
                  def none(self: __torch__.Snippet) -> List[Tensor]:
                    return annotate(List[Tensor], [])
                  def twice(self: __torch__.Snippet, x: Tensor) -> Tensor:
                    return torch.neg(torch.mul(x, 2.))
                  def all(self: __torch__.Snippet, x: Tensor, results: List[Tensor]) -> NoneType:
                """
                + Arrays.stream(expressions)
                        .map(expression -> "    _0 = torch.append(results, " + expression + ")\n")
                        .collect(Collectors.joining("", "", "    return None\n"));
        try (TorchProgram program = TorchProgram.compile("Snippet", source);
                IValue x = program.run("ones", List.of());
                IValue results = program.run("none", List.of())) {
            return OperationTrace.of(() -> program.call("all", List.of(x, results)));
        }
    }
}
