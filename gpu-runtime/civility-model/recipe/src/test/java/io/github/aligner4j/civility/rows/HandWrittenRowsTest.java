// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HandWrittenRowsTest {

    @ParameterizedTest
    @ValueSource(strings = {"civility", "empathy"})
    void no_answer_is_in_two_of_train_dev_and_test(String aspect) throws IOException {
        Map<String, String> partOf = new HashMap<>();
        for (Path file : files(aspect)) {
            String part = name(file).split("[-.]", -1)[1];
            List<CorrectionRow> rows = RowFile.readAll(file, CorrectionRow::parse);

            assertThat(rows).isNotEmpty();
            for (CorrectionRow row : rows) {
                assertThat(partOf.merge(row.answer(), part, (before, now) -> before))
                        .isEqualTo(part);
            }
        }
        assertThat(partOf.values()).contains("train", "dev", "test");
    }

    private static List<Path> files(String aspect) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("rows"))) {
            return files.filter(file -> name(file).startsWith(aspect + "-"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path file) {
        return Path.of("rows").relativize(file).toString();
    }
}
