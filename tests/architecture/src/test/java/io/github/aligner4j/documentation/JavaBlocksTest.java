// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import io.github.aligner4j.documentation.Pages.CodeBlock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Each Java block of each page is code that a test compiles and runs. */
class JavaBlocksTest {

    private static final TestedCode TESTS = new TestedCode();

    @Test
    void each_block_is_the_body_of_a_test_or_a_part_of_it_or_members_of_a_test_class() {
        assertThat(Pages.blocks("java"))
                .isNotEmpty()
                .filteredOn(block -> !TESTS.contains(block.code()))
                .extracting(CodeBlock::place)
                .isEmpty();
    }

    @Test
    void code_that_no_test_has_is_found_out() {
        assertThat(TESTS.contains("Aligner aligner = Aligner.of(request -> \"no test has this sentence\" + \".\" );"))
                .isFalse();
    }

    @Test
    void code_outside_of_tests_does_not_count() {
        assertThat(TESTS.contains("private static final TestedCode TESTS = new TestedCode();"))
                .isFalse();
    }
}
