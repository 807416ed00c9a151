// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Each block of each page has a language that a test looks at, or one that needs none. */
class BlockKindsTest {

    /** Looked at by a test: Java, YAML, commands and output, JSON, rows, dependencies, the Dockerfile. */
    private static final Set<String> TESTED =
            Set.of("java", "yaml", "", "json", "jsonl", "xml", "kotlin", "dockerfile");

    private static final Set<String> NOT_CODE = Set.of("bibtex");

    @Test
    void each_block_is_of_a_kind_that_is_tested() {
        assertThat(Pages.blocks())
                .filteredOn(block -> !NOT_CODE.contains(block.language()))
                .allSatisfy(block -> assertThat(TESTED).as(block.place()).contains(block.language()));
    }
}
