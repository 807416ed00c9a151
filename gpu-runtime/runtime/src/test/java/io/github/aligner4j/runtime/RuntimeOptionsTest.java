package io.github.aligner4j.runtime;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RuntimeOptionsTest {

    @Test
    void listed_choices_are_taken() {
        assertThat(new RuntimeOptions("cuda:3", "bfloat16", 4).device()).isEqualTo("cuda:3");
        assertThat(RuntimeOptions.defaults()).isEqualTo(new RuntimeOptions("auto", "auto", 0));
    }

    @Test
    void other_choices_are_refused_with_those_there_are() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RuntimeOptions("gpu", "auto", 0))
                .withMessage("unknown device 'gpu': choose auto, cpu or cuda:N, as cuda:0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RuntimeOptions("cpu", "int4", 0))
                .withMessage("unknown dtype 'int4': choose one of auto, float32, bfloat16, float16, int8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RuntimeOptions("cpu", "auto", -1))
                .withMessage("bad number of threads -1: choose 1 to 1024, or 0 for all cores");
    }
}
